/** The receiver process: tapewire.v1 in, WAV out. */
package dev.tapewire.receiver;
