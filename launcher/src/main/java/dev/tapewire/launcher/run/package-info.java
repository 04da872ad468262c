/** {@code tapewire run}: one recording with all its processes. */
package dev.tapewire.launcher.run;
