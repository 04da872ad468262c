package dev.tapewire.launcher.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The class-data archives of decision 12, made beside the build before the first program starts:
 * people's starts have them, too, and a suite starts Tapewire a thousand times.
 */
final class QuickStarts {
  private static final Path ARCHIVER = Path.of("src/main/sh/archive.sh").toAbsolutePath();

  private QuickStarts() {}

  /** Makes them, unless they are there, or another process makes them just now. */
  static void prepare(Path script, Path lib) {
    Path build = lib.getParent();
    String version = System.getProperty("java.runtime.version");
    if (Files.isDirectory(build.resolve("cds-" + version))) {
      return;
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    try {
      int code =
          new ProcessBuilder(
                  "sh", ARCHIVER.toString(), build.toString(), script.toString(), java, version)
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException(ARCHIVER + " gave " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
