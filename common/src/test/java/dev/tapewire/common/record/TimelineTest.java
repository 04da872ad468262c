package dev.tapewire.common.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final int RATE_HZ = 48_000;
  private static final long START_NS = 1_790_000_000_000_000_000L;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long MS_NS = 1_000_000L;

  @Test
  void aCrystal100PpmOffIsToldToOneMillisecondOverADay() {
    long everySeconds = 10;
    Random random = new Random(1);
    Timeline timeline = new Timeline(RATE_HZ);
    for (long second = 0; second <= 86_400; second += everySeconds) {
      // What a capture process can see: the clock is read up to 0.4 ms after the sample.
      long readLateNs = random.nextInt(400_000);
      timeline.add(new Anchor(positionAt(second), utc(second) + readLateNs, 0));
    }
    long worstNs = 0;
    for (int i = 0; i < 100_000; i++) {
      long second = random.nextInt(86_400);
      long errorNs = Math.abs(timeline.epochNs(positionAt(second)) - utc(second));
      worstNs = Math.max(worstNs, errorNs);
    }
    assertTrue(worstNs < MS_NS, worstNs + " ns off");
    long nominalNs = START_NS + positionAt(86_400) * SECOND_NS / RATE_HZ;
    assertTrue(Math.abs(nominalNs - utc(86_400)) > 8 * SECOND_NS, "the rate alone is 8.6 s off");
  }

  @Test
  void oneAnchorGoesByTheNominalRate() {
    Timeline timeline = new Timeline(RATE_HZ);
    timeline.add(new Anchor(48_000, START_NS, 0));
    assertEquals(START_NS - SECOND_NS, timeline.epochNs(0));
    assertEquals(START_NS + SECOND_NS, timeline.epochNs(96_000));
  }

  @Test
  void goesOnAtThePaceOfTheNearestTwoBeyondTheEnds() {
    Timeline timeline = new Timeline(RATE_HZ);
    timeline.add(new Anchor(1_000, START_NS, 0));
    timeline.add(new Anchor(1_000, START_NS + 5, 0));
    timeline.add(new Anchor(2_000, START_NS + 1_000_000, 0));
    assertEquals(START_NS - 1_000_000, timeline.epochNs(0));
    assertEquals(START_NS + 500_000, timeline.epochNs(1_500));
    assertEquals(START_NS + 2_000_000, timeline.epochNs(3_000));
  }

  @Test
  void tellsNothingWithoutAnAnchor() {
    Timeline timeline = new Timeline(RATE_HZ);
    assertFalse(timeline.isAnchored());
    assertThrows(IllegalStateException.class, () -> timeline.epochNs(0));
  }

  /** The device's crystal runs 100 ppm fast: it counts more samples than there are seconds. */
  private static long positionAt(long second) {
    return second * RATE_HZ + second * RATE_HZ / 10_000;
  }

  private static long utc(long second) {
    return START_NS + second * SECOND_NS;
  }
}
