/** What is done with recorded sessions: list, verify, export. */
package dev.tapewire.launcher.sessions;
