package dev.tapewire.capture.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LossEstimatorTest {
  private static final PcmFormat FORMAT = new PcmFormat(48_000, 1, Encoding.S16LE);
  private static final int FRAME_SAMPLES = 960;
  private static final long FRAME_NS = 20_000_000L;

  private final LossEstimator estimator = new LossEstimator(FORMAT);
  private final Random random = new Random(7);
  private double crystal = 1;
  private long deviceNs;
  private long found;

  @Test
  void findsNothingInAnHourOfLateReadsAndABadCrystal() {
    crystal = 1.0001;

    frames(3600 * 50);

    assertEquals(0, found);
  }

  @Test
  void findsNothingWhenAReaderWasStoppedAndAllWasHeld() {
    frames(1000);
    heldFor(4_000_000_000L, true);
    frames(1000);

    assertEquals(0, found);
  }

  @Test
  void findsWhatAnOverrunLostToAFewMilliseconds() {
    frames(1000);
    deviceNs += 700_000_000L;
    offer(true);
    frames(1000);

    assertEquals(700, found / 48, 10);
  }

  @Test
  void findsALossOfWhichTheDeviceSaidNothing() {
    frames(1000);
    deviceNs += 300_000_000L;
    frames(1000);

    assertEquals(300, found / 48, 10);
  }

  private void frames(int count) {
    for (int i = 0; i < count; i++) {
      offer(false);
    }
  }

  /** Samples that waited in the device come all at once. */
  private void heldFor(long heldNs, boolean full) {
    long nowNs = deviceNs + heldNs;
    for (; deviceNs < nowNs; deviceNs += FRAME_NS) {
      found += estimator.offer(FRAME_SAMPLES, nowNs, full);
    }
  }

  private void offer(boolean full) {
    deviceNs += (long) (FRAME_NS * crystal);
    long lateNs = random.nextInt(10) == 0 ? random.nextInt(60_000_000) : random.nextInt(2_000_000);
    found += estimator.offer(FRAME_SAMPLES, deviceNs + lateNs, full);
  }
}
