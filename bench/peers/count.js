// The server of the replay benchmark: counts what comes over WebSockets and plain TCP.
//
//     count.js     prints both ports; then, for each link that ends, one line:
//                  PATH bytes messages ns-from-first-to-last-message
const http = require('http');
const net = require('net');
const { WebSocketServer } = require('ws');

class Count {
  constructor(path) {
    this.path = path;
    this.bytes = 0;
    this.messages = 0;
  }

  take(data) {
    this.lastNs = process.hrtime.bigint();
    this.firstNs ??= this.lastNs;
    this.bytes += data.length;
    this.messages += 1;
  }

  tell() {
    if (this.bytes > 0) {
      console.log(this.path, this.bytes, this.messages, String(this.lastNs - this.firstNs));
    }
  }
}

const web = http.createServer();
new WebSocketServer({ server: web, perMessageDeflate: false }).on('connection', (link, request) => {
  const count = new Count(request.url);
  link.on('message', (data) => count.take(data));
  link.on('error', () => {});
  link.on('close', () => count.tell());
});
const plain = net.createServer((link) => {
  const count = new Count('/plain');
  link.on('data', (data) => count.take(data));
  link.on('error', () => {});
  link.on('close', () => count.tell());
});
web.listen(0, '127.0.0.1', () =>
  plain.listen(0, '127.0.0.1', () =>
    console.log('listening', web.address().port, plain.address().port)));
