/** Shows what services answered: as lines, subtitles, JSON and sound. */
package dev.tapewire.launcher.replies;
