/** The sender process: a tape in, a WebSocket out. */
package dev.tapewire.sender;
