package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RefusalLogTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final RefusalLog refusals = new RefusalLog(new Log(new PrintStream(out, true), false));

  @Test
  void tellsTheFirstOfEachKindAtOnce() {
    refusals.refused("a", "x: key missing", 0);
    refusals.refused("b", "y: key wrong", 0);
    refusals.refused("a", "z: key missing", 1);

    assertEquals(List.of("warning: x: key missing", "warning: y: key wrong"), lines());
  }

  @Test
  void tellsNoMoreOfWhatAStrangerSaidThanALine() {
    refusals.refused("a", "x".repeat(100_000), 0);

    String all = "warning: " + "x".repeat(RefusalLog.CHARS_MAX) + " ...";
    assertEquals(List.of(all), lines());
  }

  @Test
  void countsAFloodOnceAMinute() {
    for (int i = 0; i < 100_000; i++) {
      refusals.refused("a", i + ": key missing", i * (RefusalLog.QUIET_NS / 50_000));
    }
    refusals.step(2 * RefusalLog.QUIET_NS);

    assertEquals(
        List.of(
            "warning: 0: key missing",
            "warning: 49999 more like this, the last: 49999: key missing",
            "warning: 50000 more like this, the last: 99999: key missing"),
        lines());
  }

  @Test
  void tellsAtOnceAgainAfterAQuietMinute() {
    refusals.refused("a", "x: key missing", 0);
    refusals.refused("a", "y: key missing", RefusalLog.QUIET_NS);

    assertEquals(List.of("warning: x: key missing", "warning: y: key missing"), lines());
  }

  @Test
  void tellsAtTheEndWhatWasOnlyCounted() {
    refusals.refused("a", "x: key missing", 0);
    refusals.refused("a", "y: key missing", 1);
    refusals.close();
    refusals.close();

    assertEquals(
        List.of("warning: x: key missing", "warning: 1 more like this, the last: y: key missing"),
        lines());
  }

  @Test
  void keepsOneLineOneLine() {
    refusals.refused("a", "x\nwarning: all is well\u001b[2J", 0);

    assertEquals(List.of("warning: x?warning: all is well?[2J"), lines());
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
