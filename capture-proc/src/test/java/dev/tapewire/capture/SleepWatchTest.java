package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.capture.ring.Losses;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SleepWatchTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final PcmFormat FORMAT = new PcmFormat(44_100, 1, Encoding.S16LE);

  private final ManualClock clock = new ManualClock();
  private final Losses losses = new Losses();
  private long asleepNs = 5 * SECOND_NS;

  @Test
  void sleepIsAGapOnce() {
    SleepWatch watch = new SleepWatch(() -> asleepNs, FORMAT, clock);
    asleepNs += 60 * SECOND_NS;

    clock.advanceNs(SECOND_NS);
    watch.look(losses);
    clock.advanceNs(SECOND_NS);
    watch.look(losses);

    assertEquals(60 * 44_100, losses.samples(GapReason.MACHINE_ASLEEP));
    assertEquals(losses.samples(), losses.samples(GapReason.MACHINE_ASLEEP));
  }

  @Test
  void theGrainOfTheClockIsNoSleep() {
    SleepWatch watch = new SleepWatch(() -> asleepNs, FORMAT, clock);

    for (int i = 0; i < 1000; i++) {
      asleepNs += i % 2 == 0 ? 900_000_000L : -900_000_000L;
      clock.advanceNs(SECOND_NS);
      watch.look(losses);
    }

    assertEquals(0, losses.samples());
  }

  @Test
  void uptimeIsReadToTheHundredth() {
    byte[] text = "350735.47 234388.90\n".getBytes(StandardCharsets.US_ASCII);

    assertEquals(350_735_470_000_000L, UptimeSleepClock.parseNs(text, text.length));
  }

  @Test
  void thisMachineDoesNotSleepWhileItIsAsked() throws IOException {
    try (UptimeSleepClock sleep =
        new UptimeSleepClock(new SystemClock(), new Log(System.err, false))) {
      long firstNs = sleep.asleepNs();

      assertTrue(Math.abs(sleep.asleepNs() - firstNs) < SECOND_NS);
    }
  }
}
