// Sends a file from memory over a WebSocket, in messages of so many bytes, as fast as it goes.
//
//     flat.js URI FILE BYTES
const fs = require('fs');
const WebSocket = require('ws');

const [uri, file, size] = process.argv.slice(2);
const BUFFERED_MAX = 1 << 20; // More would only fill memory.
const bytes = Number(size);
const pcm = fs.readFileSync(file);
const socket = new WebSocket(uri, { perMessageDeflate: false });
let at = 0;

function send() {
  while (at < pcm.length && socket.bufferedAmount < BUFFERED_MAX) {
    const last = at + bytes >= pcm.length || socket.bufferedAmount + bytes >= BUFFERED_MAX;
    socket.send(pcm.subarray(at, at + bytes), last ? send : undefined);
    at += bytes;
  }
  if (at >= pcm.length) socket.close(1000);
}

socket.on('open', send);
