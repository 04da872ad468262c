/** Keeps processes running and stops them in order. */
package dev.tapewire.launcher.supervise;
