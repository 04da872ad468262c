package dev.tapewire.capture.source;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.record.Anchor;

/**
 * Where on the tape a source is read on. Immutable.
 *
 * @param position samples per channel on the timeline so far
 * @param resumed whether an earlier life of capture wrote on this tape
 * @param lastAnchor the newest anchor of an earlier life, or null
 * @param counters what a pipe's reader counts; outlives a life of capture
 */
public record StartPoint(
    long position, boolean resumed, Anchor lastAnchor, CounterFile<CaptureCounter> counters) {
  /**
   * {@return samples per channel that passed since the last one on the tape, by UTC, the one clock
   * that outlives a boot; 0 if no anchor tells}
   */
  public long samplesMissedAt(long epochNs, PcmFormat format) {
    if (!resumed || lastAnchor == null) {
      return 0;
    }
    long sinceAnchor = format.toSamples(Math.max(0, epochNs - lastAnchor.epochNs()));
    return Math.max(0, lastAnchor.position() + sinceAnchor - position);
  }
}
