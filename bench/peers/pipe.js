// Sends what comes on standard input over a WebSocket, as it comes; opens it again when it breaks.
//
//     pipe.js URI
const WebSocket = require('ws');

const RETRY_MS = 1000;
const waiting = [];
let socket;

function connect() {
  socket = new WebSocket(process.argv[2], { perMessageDeflate: false });
  socket.on('open', () => waiting.splice(0).forEach((data) => socket.send(data)));
  socket.on('error', () => {});
  socket.on('close', () => setTimeout(connect, RETRY_MS));
}

process.stdin.on('data', (data) => {
  if (socket.readyState === WebSocket.OPEN) socket.send(data);
  else waiting.push(data);
});
process.stdin.on('end', () => process.exit(0));
connect();
