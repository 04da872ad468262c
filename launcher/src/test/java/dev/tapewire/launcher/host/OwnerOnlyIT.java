package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the umask, a session is its owner's alone. */
@Timeout(1800)
class OwnerOnlyIT {
  private static final int FILES_LEAST = 12;

  @TempDir private Path directory;

  private Studio studio;

  @BeforeEach
  void open() {
    studio = new Studio(directory);
    studio.runUnder(Launch.of("sh", "-c", "umask 000; exec \"$@\"", "sh"));
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  @Test
  void nobodyElseReadsASession() throws Exception {
    String noise = Launch.liveNoise(directory.resolve("made"));
    Program run =
        studio.tapewire(
            "run", "--source", noise, "--session", "s", "--received", studio.received().toString());
    studio.awaitRecording("s", run);
    Path wav = studio.received().resolve("s.wav");
    Patience.await("audio in " + wav, Host.START_BOUND, () -> Files.exists(wav));

    List<String> whileItRuns = shared();
    assertEquals(0, run.stop(Host.PROGRAM_BOUND), run.toString());

    assertEquals(List.of(), whileItRuns);
    assertEquals(List.of(), shared());
  }

  /** {@return what of both trees somebody else may look at} */
  private List<String> shared() throws IOException {
    List<String> shared = new ArrayList<>();
    int seen = 0;
    for (Path tree : List.of(studio.tapes(), studio.received())) {
      try (Stream<Path> all = Files.walk(tree)) {
        for (Path each : all.toList()) {
          seen++;
          check(each, shared);
        }
      }
    }
    assertTrue(seen >= FILES_LEAST, "saw only " + seen + " files");
    return shared;
  }

  private static void check(Path file, List<String> shared) throws IOException {
    try {
      Set<PosixFilePermission> permissions =
          Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
      String text = PosixFilePermissions.toString(permissions);
      if (!text.endsWith("------")) {
        shared.add(text + " " + file);
      }
    } catch (NoSuchFileException e) {
      return; // Replaced or gone while we looked.
    }
  }
}
