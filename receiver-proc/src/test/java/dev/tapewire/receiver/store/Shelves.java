package dev.tapewire.receiver.store;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Shelves whose commits are done at once. */
final class Shelves {
  private Shelves() {}

  /** A shelf that says nothing; {@code failures} hears null, or why a commit failed. */
  static FileShelf open(Path out, Consumer<IOException> failures) throws IOException {
    return open(out, failures, OutputStream.nullOutputStream());
  }

  /** A shelf whose lines go to {@code told}. */
  static FileShelf telling(Path out, Consumer<IOException> failures, ByteArrayOutputStream told)
      throws IOException {
    return open(out, failures, told);
  }

  private static FileShelf open(Path out, Consumer<IOException> failures, OutputStream told)
      throws IOException {
    Log log = new Log(new PrintStream(told, true), false);
    return new FileShelf(
        out, new ManualClock(), Runnable::run, (t, c, e) -> failures.accept(e), log);
  }
}
