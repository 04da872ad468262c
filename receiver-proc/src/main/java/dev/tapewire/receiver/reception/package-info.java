/**
 * The receiving side of tapewire.v1 as state machines that own no thread, socket, file or clock.
 */
package dev.tapewire.receiver.reception;
