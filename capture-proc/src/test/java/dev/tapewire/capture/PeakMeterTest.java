package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.capture.ring.Slot;
import dev.tapewire.capture.source.StartPoint;
import dev.tapewire.capture.source.Surroundings;
import dev.tapewire.capture.source.ToneSource;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.time.ManualClock;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeakMeterTest {
  private static final int SAMPLES = 800;
  private static final long WINDOW_NS = 100_000_000L;

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void silenceIsNothingAndTheToneIsAQuarter(Encoding encoding) {
    PcmFormat format = new PcmFormat(8000, 2, encoding);
    PeakMeter meter = new PeakMeter(format);
    byte[] silence = new byte[(int) format.bytes(SAMPLES)];
    Arrays.fill(silence, encoding.silence());

    assertTrue(meter.offer(silence, SAMPLES, WINDOW_NS));
    assertTrue(meter.peakPpm() < 1000, "silence is " + meter.peakPpm());
    assertFalse(meter.offer(tone(format), SAMPLES, WINDOW_NS + 1));
    assertTrue(meter.offer(silence, SAMPLES, 2 * WINDOW_NS));
    assertEquals(251_189, meter.peakPpm(), 12_000);
  }

  private static byte[] tone(PcmFormat format) {
    ManualClock clock = new ManualClock();
    ToneSource tone =
        new ToneSource(
            format, new Surroundings(clock, clock::advanceNs, new Log(System.err, false)));
    tone.start(new StartPoint(0, false, null, null));
    Slot slot = new Slot(SAMPLES, format.blockBytes());
    assertTrue(tone.read(slot));
    return slot.pcm();
  }
}
