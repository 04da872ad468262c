package dev.tapewire.common.session;

import dev.tapewire.common.file.OwnFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A wish of the user that outlives every process and a power cut: an empty file that is there or is
 * not. Immutable.
 */
public record Mark(Path file) {
  /** {@return whether it is there} */
  public boolean isSet() {
    return file.toFile().exists(); // Asked often, and a File asks without an exception.
  }

  /** Sets it, durable when this returns. */
  public void set() throws IOException {
    try (FileChannel channel =
        OwnFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    sync();
  }

  /** Takes it away, durable when this returns. {@return whether it was there} */
  public boolean clear() throws IOException {
    boolean was = Files.deleteIfExists(file);
    if (was) {
      sync();
    }
    return was;
  }

  private void sync() throws IOException {
    DirectorySync.sync(file.toAbsolutePath().getParent());
  }
}
