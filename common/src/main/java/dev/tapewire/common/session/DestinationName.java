package dev.tapewire.common.session;

import dev.tapewire.common.file.OwnFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The file that names a destination beside a tape. Safe for use by any thread. */
public final class DestinationName {
  /** An address of a destination is 8 KiB at most on a tape. */
  private static final int BYTES_MAX = 16 * 1024;

  private DestinationName() {}

  /** {@return the name in {@code file}; empty: there is none, or nothing that we wrote} */
  public static Optional<String> read(Path file) {
    try {
      String name = OwnFiles.readText(file, BYTES_MAX).strip();
      return name.isEmpty() ? Optional.empty() : Optional.of(name);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
