package dev.tapewire.common.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;

/**
 * Removes a directory and all that is in it. A link is removed, never what it leads to: not even if
 * somebody puts it in the place of a directory meanwhile, where the system lets us ask for that.
 * Safe for use by any thread.
 */
public final class Erasure {
  /** A session has five levels; each one costs a descriptor while it is emptied. */
  private static final int DEPTH_MAX = 32;

  private Erasure() {}

  /** Erases what is at {@code path}, if there is anything; durable when this returns. */
  public static void erase(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> above = Files.newDirectoryStream(parent)) {
      if (above instanceof SecureDirectoryStream<Path> secure) {
        erase(secure, path, path.getFileName(), 0);
      } else {
        erase(path, 0);
      }
    }
    try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void erase(SecureDirectoryStream<Path> above, Path shown, Path name, int depth)
      throws IOException {
    checkDepth(shown, depth);
    try {
      if (!isDirectory(above, name)) {
        above.deleteFile(name);
        return;
      }
      try (SecureDirectoryStream<Path> each =
          above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        for (Path entry : each) {
          Path inside = entry.getFileName();
          erase(each, shown.resolve(inside), inside, depth + 1);
        }
      }
      above.deleteDirectory(name);
    } catch (NoSuchFileException gone) {
      return; // Somebody else erases it, too.
    }
  }

  private static boolean isDirectory(SecureDirectoryStream<Path> above, Path name)
      throws IOException {
    return above
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isDirectory();
  }

  private static void erase(Path path, int depth) throws IOException {
    checkDepth(path, depth);
    if (OwnFiles.isDirectory(path)) {
      try (DirectoryStream<Path> each = Files.newDirectoryStream(path)) {
        for (Path inside : each) {
          erase(inside, depth + 1);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  private static void checkDepth(Path shown, int depth) throws IOException {
    if (depth > DEPTH_MAX) {
      throw new StrangeFileException(
          shown, "stands deeper than Tapewire puts anything; remove it yourself");
    }
  }
}
