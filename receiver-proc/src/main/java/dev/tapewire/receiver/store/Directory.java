package dev.tapewire.receiver.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes the names in a directory durable. */
final class Directory {
  private Directory() {}

  /** Syncs a directory: after a power cut, files made or renamed in it before have their names. */
  static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
