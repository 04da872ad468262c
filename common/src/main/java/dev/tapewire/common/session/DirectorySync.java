package dev.tapewire.common.session;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes the names in directories durable: a file that is synced is found after a power cut only if
 * its name was synced, too. Safe for use by any thread.
 */
public final class DirectorySync {
  private DirectorySync() {}

  /** Syncs a directory: after a power cut, files made or renamed in it before have their names. */
  public static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Syncs a directory and those above it, for it may have been made with them. */
  public static void syncWithParents(Path directory) throws IOException {
    Path each = directory.toAbsolutePath().normalize();
    while (each != null && Files.isReadable(each)) { // Who may not read one has not made it.
      sync(each);
      each = each.getParent();
    }
  }
}
