package dev.tapewire.common.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a target that reads files has its inputs: in memory, if the machine has such a place. */
public final class Scratch {
  private static final Path MEMORY = Path.of("/dev/shm");

  private Scratch() {}

  /** {@return a directory of its own, gone at the end if it is empty then} */
  public static Path directory() {
    try {
      Path directory =
          Files.isWritable(MEMORY)
              ? Files.createTempDirectory(MEMORY, "tapewire-fuzz")
              : Files.createTempDirectory("tapewire-fuzz");
      directory.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return a file of its own in such a directory, to be made} */
  public static Path file(String name) {
    Path file = directory().resolve(name);
    file.toFile().deleteOnExit(); // Before its directory: last registered, first deleted.
    return file;
  }
}
