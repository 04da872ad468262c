package dev.tapewire.capture;

import dev.tapewire.capture.ring.Slot;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.InputState;
import dev.tapewire.common.time.Clock;

/**
 * When the source was heard last, and how loud: whoever looks at the figures makes of that whether
 * the input is dead, see {@link InputState}. Noted by the reader thread, which must not touch a
 * file; told by the writer's.
 */
final class InputWatch {
  /** A level that is older is nobody's. */
  private static final long PEAK_AGE_NS_MAX = 1_000_000_000L;

  private final Clock clock;
  private final PeakMeter meter;
  private volatile long heardNs;
  private volatile long loudNs;
  private volatile long peakPpm;

  /** Until when it was not the input's fault; the writer's thread alone. */
  private long excusedNs;

  InputWatch(PcmFormat format, Clock clock) {
    this.clock = clock;
    this.meter = new PeakMeter(format);
    this.excusedNs = clock.monotonicNs();
    this.heardNs = excusedNs;
    this.loudNs = excusedNs;
  }

  /** Notes what was read; in a pause nobody is to know how loud that was. */
  void heard(Slot read, boolean withheld) {
    long nowNs = clock.monotonicNs();
    if (!withheld && meter.offer(read.pcm(), read.samples(), nowNs)) {
      peakPpm = meter.peakPpm();
    }
    if (peakPpm >= InputState.SILENT_PEAK_PPM) {
      loudNs = nowNs;
    }
    heardNs = nowNs;
  }

  /** Notes that the source is not asked, or waits as it was told to: it may be well. */
  void heldBack() {
    long nowNs = clock.monotonicNs();
    if (loudNs == heardNs) {
      loudNs = nowNs;
    }
    heardNs = nowNs;
  }

  /** Tells it to all who look. */
  void tell(CounterFile<CaptureCounter> counters, boolean paused) {
    long nowNs = clock.monotonicNs();
    if (paused) {
      excusedNs = nowNs;
    }
    boolean stale = paused || nowNs - heardNs > PEAK_AGE_NS_MAX;
    counters.set(CaptureCounter.HEARD_NS, Math.max(heardNs, excusedNs));
    counters.set(CaptureCounter.LOUD_NS, Math.max(loudNs, excusedNs));
    counters.set(CaptureCounter.PEAK_PPM, stale ? 0 : peakPpm);
  }
}
