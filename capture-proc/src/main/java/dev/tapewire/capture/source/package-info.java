/** Where samples come from: files, pipes, commands, a test tone. */
package dev.tapewire.capture.source;
