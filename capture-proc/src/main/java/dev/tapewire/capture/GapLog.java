package dev.tapewire.capture;

import dev.tapewire.capture.ring.Losses;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.record.GapReason;

/** Tells gaps, those of one second in one line. Confined to the writer's thread. */
final class GapLog {
  private static final GapReason[] REASONS = GapReason.values();
  private static final long LINE_NS_MIN = 1_000_000_000L;
  private static final long NS_PER_MS = 1_000_000L;

  private final PcmFormat format;
  private final Log log;
  private final Losses untold = new Losses();
  private long nextLineNs = Long.MIN_VALUE;

  GapLog(PcmFormat format, Log log) {
    this.format = format;
    this.log = log;
  }

  /** Takes note of a gap. */
  void note(GapReason reason, long samples) {
    untold.add(reason, samples);
  }

  /** Tells what is not told yet, if the last line is long enough ago. */
  void tell(long nowNs) {
    if (untold.samples() > 0 && nowNs >= nextLineNs) {
      nextLineNs = nowNs + LINE_NS_MIN;
      tellAll();
    }
  }

  /** Tells what is not told yet. */
  void tellAll() {
    for (GapReason reason : REASONS) {
      long samples = untold.samples(reason);
      if (samples > 0) {
        long ms = format.toNs(samples) / NS_PER_MS;
        log.warn("gap of " + samples + " samples (" + ms + " ms): " + reason.label());
      }
    }
    untold.clear();
  }
}
