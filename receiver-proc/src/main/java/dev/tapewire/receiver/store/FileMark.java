package dev.tapewire.receiver.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Which file a name stood for when it was opened: what is written to a file that was removed or
 * replaced since is nowhere. Immutable.
 *
 * @param key the file's device and number; null where a file system has none
 */
record FileMark(Object key) {
  /** {@return the mark of what is called {@code file} now; a link is not followed} */
  static FileMark of(Path file) throws IOException {
    return new FileMark(keyOf(file));
  }

  /**
   * Looks again.
   *
   * @throws IOException if that name stands for nothing now, or for another file
   */
  void check(Path file) throws IOException {
    Object now;
    try {
      now = keyOf(file);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " was removed while it was written", e);
    }
    if (!Objects.equals(now, key)) {
      throw new IOException(file + " was replaced by another file while it was written");
    }
  }

  private static Object keyOf(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }
}
