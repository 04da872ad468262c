package dev.tapewire.launcher.sessions;

import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.session.SessionGap;
import dev.tapewire.common.session.SessionSummary;

/**
 * What is missing of a session, for people: what was lost, and what was left out because somebody
 * wanted it so. Immutable.
 *
 * @param lostSamples per channel
 * @param lostGaps in so many gaps
 * @param pausedSamples per channel, withheld in pauses
 * @param pauses so many
 */
record Losses(long lostSamples, long lostGaps, long pausedSamples, long pauses) {
  /** {@return those of {@code summary}; pauses beyond the gaps that it lists count as lost} */
  static Losses of(SessionSummary summary) {
    long samples = 0;
    long count = 0;
    for (SessionGap gap : summary.gaps()) {
      if (gap.reason() == GapReason.WITHHELD) {
        samples += gap.samples();
        count++;
      }
    }
    long gaps = Math.max(0, summary.gapCount() - count);
    return new Losses(Math.max(0, summary.lostSamples() - samples), gaps, samples, count);
  }

  /** {@return {@code nothing lost}, or what was, then what was paused} */
  String text(SessionSummary summary) {
    String lost =
        lostSamples == 0
            ? "nothing lost"
            : "lost "
                + Durations.clock(summary.format().toNs(lostSamples))
                + " in "
                + Durations.gaps(lostGaps);
    return pausedSamples == 0
        ? lost
        : lost + ", paused for " + Durations.clock(summary.format().toNs(pausedSamples));
  }
}
