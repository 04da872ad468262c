/** Opening, replacing and removing files where strangers may have put something in the way. */
package dev.tapewire.common.file;
