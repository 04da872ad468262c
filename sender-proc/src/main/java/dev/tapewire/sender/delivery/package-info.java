/**
 * The logic of a delivery: state machines that own no thread, socket, file or clock, so that a
 * simulation can run them whole.
 */
package dev.tapewire.sender.delivery;
