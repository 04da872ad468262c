package dev.tapewire.common.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InputStateTest {
  private static final long S = 1_000_000_000L;

  @TempDir private Path directory;

  @Test
  void isDeadAfterThreeSecondsWithoutASample() {
    assertEquals(InputState.SIGNAL, InputState.of(false, 7 * S, 7 * S, 10 * S - 1));
    assertEquals(InputState.DEAD, InputState.of(false, 7 * S, 7 * S, 10 * S));
    assertEquals(InputState.DEAD, InputState.of(false, 7 * S, 7 * S, 10_000 * S));
  }

  @Test
  void isSilentAfterTenSecondsWithNothingToBeHeard() {
    assertEquals(InputState.SIGNAL, InputState.of(false, 20 * S, 10 * S, 20 * S - 1));
    assertEquals(InputState.SILENT, InputState.of(false, 20 * S, 10 * S, 20 * S));
  }

  @Test
  void aPauseIsNothingElse() {
    assertEquals(InputState.PAUSED, InputState.of(true, 0, 0, 100 * S));
  }

  @Test
  void samplesOfAMomentAfterTheReadersLookAtTheClockAreASignal() {
    assertEquals(InputState.SIGNAL, InputState.of(false, 8 * S, 8 * S, 7 * S));
  }

  @Test
  void anOlderBuildsFiguresTellAllButTheInput() throws IOException {
    Path file = directory.resolve("capture.counters");
    CounterFile.openWriter(file, CaptureCounter.class).set(CaptureCounter.FRAMES, 5);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, (1 + CaptureCounter.HEARD_NS.ordinal()) * Long.BYTES));

    CounterFile<CaptureCounter> found = CounterFile.openReader(file, CaptureCounter.class);
    assertNotNull(found, "an older build's file is not read");
    assertEquals(5, found.get(CaptureCounter.FRAMES));
    assertNull(InputState.of(found, 100 * S));
  }

  @Test
  void whatIsBegunAndHasNoMarkIsNotRead() throws IOException {
    Path file = directory.resolve("capture.counters");
    Files.write(file, new byte[Long.BYTES - 1]);
    assertNull(CounterFile.openReader(file, CaptureCounter.class));
    Files.write(file, new byte[(1 + CaptureCounter.values().length) * Long.BYTES]);
    assertNull(CounterFile.openReader(file, CaptureCounter.class));
  }
}
