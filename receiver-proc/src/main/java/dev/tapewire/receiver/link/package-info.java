/** WebSocket connections from outside: the one package that imports Netty. */
package dev.tapewire.receiver.link;
