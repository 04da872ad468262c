package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tapewire.common.process.Instants;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A writer stopped, and now and then killed, at every system call of its first open, of a life that
 * goes on, of a roll and of the end. Each time the tape opens again, whole. {@code
 * -Dtapewire.full=true} kills at each call.
 */
@Timeout(1800)
class EveryInstantTest {
  private static final long GROSS_MS = 10_000;
  private static final int KILLS = Boolean.getBoolean("tapewire.full") ? Integer.MAX_VALUE : 1;

  @TempDir private Path directory;

  private final long seed = Long.getLong("tapewire.seed", System.nanoTime());
  private double openMsMax;

  @BeforeEach
  void assumeTracing() {
    assumeTrue(Instants.possible(), "needs strace and leave to trace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "reopen", "roll", "end"})
  void aTapeOpensAgainAndIsWholeWhereverItsWriterDied(String phase) throws Exception {
    Path tape = directory.resolve("tape");
    long promised = PhaseProcess.framesBefore(phase);
    int instants =
        Instants.each(
            Instants.start(PhaseProcess.class, tape.toString(), phase),
            instant -> checkCopy(tape, promised, phase + " at call " + instant));
    int kills = 0;
    for (int n = 1 + new Random(seed).nextInt(KILLS == 1 ? instants / 2 : 1); kills < KILLS; n++) {
      Path killed = directory.resolve("killed" + n);
      if (!Instants.kill(Instants.start(PhaseProcess.class, killed.toString(), phase), n)) {
        break;
      }
      check(new SessionPaths(killed), promised, phase + " killed at call " + n);
      delete(killed);
      kills++;
    }
    System.out.printf(
        "EveryInstantTest: %s: %d calls, %d killed (seed %d), reopened in %.0f ms at most%n",
        phase, instants, kills, seed, openMsMax);
    assertTrue(instants > 5, "instants of " + phase + ": " + instants);
  }

  private void checkCopy(Path tape, long promised, String what) throws IOException {
    Path copy = directory.resolve("copy");
    Files.createDirectories(copy);
    if (Files.isDirectory(tape)) {
      try (var files = Files.list(tape)) {
        for (Path file : files.toList()) {
          Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    check(new SessionPaths(copy), promised, what);
    delete(copy);
  }

  private void check(SessionPaths paths, long promised, String what) {
    long beganNs = System.nanoTime();
    if (Tape.hasEnded(paths)) {
      assertEquals(promised, TapeSession.pcm(read(paths)).size(), what);
      return;
    }
    long frames;
    try (TapeWriter writer =
        Tape.openWriter(paths, TapeSession.WANTED, new SystemClock(), new Random(1))) {
      double ms = (System.nanoTime() - beganNs) / 1e6;
      openMsMax = Math.max(openMsMax, ms);
      frames = writer.frames();
      assertTrue(frames >= promised, what + ": " + frames + " frames of " + promised);
      assertTrue(ms < GROSS_MS, what + ": " + ms + " ms to open");
      writer.frame(WriterProcess.pcm(frames), 0, TapeSession.FRAME_SAMPLES, 1);
    }
    List<byte[]> pcm = TapeSession.pcm(read(paths));
    assertEquals(frames + 1, pcm.size(), what);
    for (int i = 0; i < pcm.size(); i += i < 10 || i + 20 > pcm.size() ? 1 : 997) {
      assertArrayEquals(WriterProcess.pcm(i), pcm.get(i), what + " frame " + i);
    }
  }

  private static List<byte[]> read(SessionPaths paths) {
    try (TapeReader reader = Tape.openReader(paths)) {
      return TapeSession.readOn(reader);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
