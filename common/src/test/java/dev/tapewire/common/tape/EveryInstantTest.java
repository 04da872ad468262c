package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tapewire.common.process.Deaths;
import dev.tapewire.common.process.Instants;
import dev.tapewire.common.process.Told;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A tape's writer dies at every system call of its first open, of a later one, of a roll and of the
 * end. Each time the tape opens again, whole.
 */
@Timeout(3600)
class EveryInstantTest {
  @TempDir private Path directory;

  @BeforeEach
  void assumeTracing() {
    assumeTrue(Instants.possible(), "needs strace and leave to trace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "reopen", "roll", "end"})
  void aTapeOpensAgainAndIsWholeWhereverItsWriterDied(String phase) throws Exception {
    Deaths.anywhere(
        "a tape, " + phase,
        directory,
        new Deaths.Scene() {
          @Override
          public Process start(Path at) throws IOException {
            return Instants.start(PhaseProcess.class, at.toString(), phase);
          }

          @Override
          public double check(Path at, String what) throws IOException {
            return checkTape(PhaseProcess.paths(at), Told.in(at), what);
          }
        });
  }

  private static double checkTape(SessionPaths paths, long promised, String what) {
    long beganNs = System.nanoTime();
    if (Tape.hasEnded(paths)) {
      List<byte[]> pcm = TapeSession.pcm(read(paths));
      double ms = (System.nanoTime() - beganNs) / 1e6;
      checkFrames(pcm, promised, what);
      return ms;
    }
    long frames;
    double ms;
    try (TapeWriter writer =
        Tape.openWriter(paths, TapeSession.WANTED, new SystemClock(), new Random(1))) {
      ms = (System.nanoTime() - beganNs) / 1e6;
      frames = writer.frames();
      // A frame may be there whose writer died before it could say so.
      assertTrue(
          frames >= promised && frames <= promised + 1,
          what + ": " + frames + " frames of " + promised);
      writer.frame(WriterProcess.pcm(frames), 0, TapeSession.FRAME_SAMPLES, 1);
    }
    checkFrames(TapeSession.pcm(read(paths)), frames + 1, what);
    return ms;
  }

  private static void checkFrames(List<byte[]> pcm, long frames, String what) {
    assertEquals(frames, pcm.size(), what);
    for (int i = 0; i < pcm.size(); i += i < 10 || i + 20 > pcm.size() ? 1 : 97) {
      assertArrayEquals(WriterProcess.pcm(i), pcm.get(i), what + " frame " + i);
    }
  }

  private static List<byte[]> read(SessionPaths paths) {
    try (TapeReader reader = Tape.openReader(paths)) {
      return TapeSession.readOn(reader);
    }
  }
}
