package dev.tapewire.launcher.host;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wall clock of the programs that run with its environment, and of nobody else: libfaketime
 * stands between them and the C library, and reads from a file by how much they are off. Intervals,
 * by the monotonic clock, stay what they are. Confined to the test's thread.
 */
final class WallClock implements Closeable {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final Pattern ITS_OWN = Pattern.compile("(?:sem\\.)?faketime_(?:shm|sem)_(\\d+)");

  private final Path library;
  private final Path offset;

  private WallClock(Path library, Path offset) {
    this.library = library;
    this.offset = offset;
  }

  /** {@return a clock that is right; null where Debian's libfaketime is not there} */
  static WallClock open(Path directory) throws IOException {
    try (var all = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-*")) {
      for (Path each : all) {
        Path library = each.resolve("faketime/libfaketime.so.1");
        if (Files.exists(library)) {
          WallClock clock = new WallClock(library, directory.resolve("clock"));
          clock.set(0);
          return clock;
        }
      }
    }
    return null;
  }

  /** {@return what a program must have in its environment} */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", offset.toString(),
        "FAKETIME_CACHE_DURATION", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        // Else it bends the timed waits of a JVM, which are on the monotonic clock.
        "FAKETIME_FORCE_MONOTONIC_FIX", "0",
        "NO_FAKE_STAT", "1");
  }

  /** Lets the clock be so many seconds off, within a second. */
  void set(long seconds) throws IOException {
    Path next = offset.resolveSibling("clock.next");
    Files.writeString(next, (seconds < 0 ? "" : "+") + seconds + "\n");
    Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes what killed programs left of the library's own. */
  @Override
  public void close() throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(SHARED_MEMORY, "*faketime_*")) {
      for (Path each : all) {
        Matcher name = ITS_OWN.matcher(each.getFileName().toString());
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          Files.deleteIfExists(each);
        }
      }
    }
  }
}
