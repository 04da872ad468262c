/** The capture process: a device in, a tape out. */
package dev.tapewire.capture;
