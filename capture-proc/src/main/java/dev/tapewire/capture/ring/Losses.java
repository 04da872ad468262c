package dev.tapewire.capture.ring;

import dev.tapewire.common.record.GapReason;
import java.util.Arrays;

/** Samples per channel lost at one place of the timeline, by reason. Confined to one thread. */
public final class Losses {
  private static final GapReason[] REASONS = GapReason.values();

  private final long[] samplesByReason = new long[REASONS.length];
  private long samples;

  /** Adds {@code lost} samples per channel; zero or less adds nothing. */
  public void add(GapReason reason, long lost) {
    if (lost > 0) {
      samplesByReason[reason.ordinal()] += lost;
      samples += lost;
    }
  }

  /** Adds what {@code other} holds, which holds nothing then. */
  public void takeFrom(Losses other) {
    if (other.samples == 0) {
      return;
    }
    for (GapReason reason : REASONS) {
      add(reason, other.samplesByReason[reason.ordinal()]);
    }
    other.clear();
  }

  /** {@return samples per channel lost, for any reason} */
  public long samples() {
    return samples;
  }

  /** {@return samples per channel lost for {@code reason}} */
  public long samples(GapReason reason) {
    return samplesByReason[reason.ordinal()];
  }

  /** Forgets {@code written} of what was lost for {@code reason}. */
  public void took(GapReason reason, long written) {
    samples -= written;
    samplesByReason[reason.ordinal()] -= written;
  }

  /** Forgets all. */
  public void clear() {
    if (samples != 0) {
      Arrays.fill(samplesByReason, 0);
      samples = 0;
    }
  }
}
