package dev.tapewire.common.record;

import dev.tapewire.common.audio.PcmFormat;
import java.util.concurrent.TimeUnit;

/**
 * What may be lost of one session: capture goes on in a new session before that is passed, for our
 * receiver takes no more of one. What a tape says beyond it was not written by us.
 */
public final class GapLimits {
  /** Silence for lost samples, all gaps of a session: a machine asleep over a long week-end. */
  public static final long SECONDS_MAX = TimeUnit.DAYS.toSeconds(7);

  /** Silence that is not zero bytes can't be a hole in a file and is written out; 4 GiB. */
  public static final long WRITTEN_SILENCE_BYTES_MAX = 4L << 30;

  /** Gaps of one session: one a second for a day; whoever lists them holds them in memory. */
  public static final int COUNT_MAX = 100_000;

  private GapLimits() {}

  /** {@return samples per channel that may be lost of one session} */
  public static long samplesMax(PcmFormat format) {
    long samples = SECONDS_MAX * format.sampleRateHz();
    return format.encoding().silence() == 0
        ? samples
        : Math.min(samples, WRITTEN_SILENCE_BYTES_MAX / format.blockBytes());
  }
}
