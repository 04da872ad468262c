package dev.tapewire.sender;

import dev.tapewire.common.session.SessionPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Which session of a name it is, at the price of two looks at a directory. One that looks the same
 * is the same; one that looks otherwise may be, and is opened to see. Immutable.
 *
 * @param directory its identity in the file system; null: it is not there
 * @param summary identity and time of what tells of it
 */
record Incarnation(Object directory, String summary) {
  /** {@return the one that is there now} */
  static Incarnation of(SessionPaths paths) {
    BasicFileAttributes directory = look(paths.directory());
    BasicFileAttributes summary = look(paths.summary());
    return new Incarnation(
        directory == null ? null : directory.fileKey(),
        summary == null ? "" : summary.fileKey() + " " + summary.lastModifiedTime());
  }

  private static BasicFileAttributes look(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException notThere) {
      return null;
    }
  }
}
