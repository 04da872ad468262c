/** The command line and the supervisor. */
package dev.tapewire.launcher;
