package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnchorFilterTest {
  private static final PcmFormat FORMAT = new PcmFormat(48_000, 1, Encoding.S16LE);
  private static final int FRAME_SAMPLES = 1024;

  private final AnchorFilter filter = new AnchorFilter(FORMAT);

  @Test
  void theFirstFrameIsAnAnchorAtOnce() {
    assertTrue(filter.offer(FRAME_SAMPLES, 500));

    assertEquals(FRAME_SAMPLES, filter.position());
    assertEquals(500, filter.capturedNs());
  }

  @Test
  void staysWithinAMillisecondOfTheTruthForADayOfABadCrystalAndLateReads() {
    Random random = new Random(3);
    double crystal = 1.0001;
    long framesInAnHour = 3600L * FORMAT.sampleRateHz() / FRAME_SAMPLES;
    double worstNs = 0;
    int anchors = 0;
    for (long i = 1; i <= framesInAnHour; i++) {
      long position = i * FRAME_SAMPLES;
      double trueNs = position * 1e9 / FORMAT.sampleRateHz() * crystal;
      long lateNs = random.nextInt(4) == 0 ? 100_000 : random.nextInt(40_000_000);
      if (filter.offer(position, Math.round(trueNs) + lateNs) && i > 1) {
        anchors++;
        double anchoredNs = filter.position() * 1e9 / FORMAT.sampleRateHz() * crystal;
        worstNs = Math.max(worstNs, Math.abs(filter.capturedNs() - anchoredNs));
      }
    }

    assertTrue(worstNs < 1_000_000, "off by " + worstNs + " ns");
    assertTrue(anchors > 3600 / 6, anchors + " anchors in an hour");
  }
}
