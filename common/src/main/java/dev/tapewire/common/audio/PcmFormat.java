package dev.tapewire.common.audio;

import java.util.Locale;

/**
 * Uncompressed audio: interleaved samples at a fixed rate. A <em>position</em> counts samples per
 * channel; {@link #blockBytes()} is what one position takes. Immutable.
 */
public record PcmFormat(int sampleRateHz, int channels, Encoding encoding) {
  /** The highest rate of any converter on sale. */
  public static final int SAMPLE_RATE_HZ_MAX = 768_000;

  /** A bound on header nonsense; 64 is the widest common interface (MADI). */
  public static final int CHANNELS_MAX = 64;

  private static final long NS_PER_SECOND = 1_000_000_000L;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException with the value, if out of range
   */
  public PcmFormat {
    if (sampleRateHz < 1 || sampleRateHz > SAMPLE_RATE_HZ_MAX) {
      throw new IllegalArgumentException(
          "rate " + sampleRateHz + " Hz is not in 1.." + SAMPLE_RATE_HZ_MAX);
    }
    if (channels < 1 || channels > CHANNELS_MAX) {
      throw new IllegalArgumentException(channels + " channels is not in 1.." + CHANNELS_MAX);
    }
  }

  /** {@return bytes of one sample of every channel (WAV calls it block align)} */
  public int blockBytes() {
    return channels * encoding.bytesPerSample();
  }

  /** {@return bytes of {@code samples} positions} */
  public long bytes(long samples) {
    return Math.multiplyExact(samples, blockBytes());
  }

  /**
   * {@return how long {@code samples} positions last, in nanoseconds, rounded down; the longest
   * time that there is for what lasts longer: a damaged tape may say so}
   */
  public long toNs(long samples) {
    long seconds = samples / sampleRateHz;
    if (seconds >= Long.MAX_VALUE / NS_PER_SECOND) {
      return Long.MAX_VALUE;
    }
    long rest = samples % sampleRateHz;
    return seconds * NS_PER_SECOND + rest * NS_PER_SECOND / sampleRateHz;
  }

  /** {@return how many whole positions fit in {@code durationNs}} */
  public long toSamples(long durationNs) {
    long seconds = durationNs / NS_PER_SECOND;
    long rest = durationNs % NS_PER_SECOND;
    return seconds * sampleRateHz + rest * sampleRateHz / NS_PER_SECOND;
  }

  /** {@return for people: how long {@code samples} positions last, to the nearest millisecond} */
  public String seconds(long samples) {
    return String.format(Locale.ROOT, "%.3f", (double) samples / sampleRateHz);
  }

  /** {@return for people: {@code 44100 Hz, 1 ch, s16le}} */
  @Override
  public String toString() {
    return sampleRateHz + " Hz, " + channels + " ch, " + encoding;
  }
}
