/** The bounded memory between the thread that reads a source and the one that writes the tape. */
package dev.tapewire.capture.ring;
