package dev.tapewire.capture;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;

/**
 * The largest magnitude of each 100 ms, in millionths of full scale. It looks at so many samples in
 * 100 ms as real time brings, so that a file read flat out does not pay for it. Confined to the
 * writer's thread.
 */
final class PeakMeter {
  private static final long WINDOW_NS = 100_000_000L;
  private static final long PPM = 1_000_000L;
  private static final int BYTE_MASK = 0xFF;

  private final Encoding encoding;
  private final int channels;
  private final long samplesMax;
  private long windowEndNs;
  private long samples;
  private double peak;
  private long peakPpm;

  PeakMeter(PcmFormat format) {
    this.encoding = format.encoding();
    this.channels = format.channels();
    this.samplesMax = 2 * format.toSamples(WINDOW_NS) + 1;
  }

  /** Looks at a frame. {@return whether {@link #peakPpm} is new} */
  boolean offer(byte[] pcm, int frameSamples, long nowNs) {
    if (samples < samplesMax) {
      samples += frameSamples;
      scan(pcm, frameSamples * channels);
    }
    if (nowNs < windowEndNs) {
      return false;
    }
    windowEndNs = nowNs + WINDOW_NS;
    peakPpm = Math.min(PPM, Math.round(peak * PPM));
    peak = 0;
    samples = 0;
    return true;
  }

  /** {@return the peak of the last whole window, millionths of full scale} */
  long peakPpm() {
    return peakPpm;
  }

  private void scan(byte[] pcm, int count) {
    int step = encoding.bytesPerSample();
    double found = peak;
    for (int i = 0, at = 0; i < count; i++, at += step) {
      found = Math.max(found, magnitude(pcm, at));
    }
    peak = found;
  }

  private double magnitude(byte[] pcm, int at) {
    return switch (encoding) {
      case U8 -> Math.abs((pcm[at] & BYTE_MASK) - 0x80) / 128.0;
      case S16LE -> Math.abs((pcm[at + 1] << 8) | (pcm[at] & BYTE_MASK)) / 32_768.0;
      case S24LE ->
          Math.abs((pcm[at + 2] << 16) | ((pcm[at + 1] & BYTE_MASK) << 8) | (pcm[at] & BYTE_MASK))
              / 8_388_608.0;
      case S32LE -> Math.abs(int32(pcm, at) / 2_147_483_648.0);
      case F32LE -> {
        float value = Math.abs(Float.intBitsToFloat(int32(pcm, at)));
        yield Float.isFinite(value) ? value : 1;
      }
      case MULAW -> mulaw(~pcm[at] & 0x7F);
      case ALAW -> alaw((pcm[at] ^ 0x55) & 0x7F);
    };
  }

  private static int int32(byte[] pcm, int at) {
    return (pcm[at + 3] << 24)
        | ((pcm[at + 2] & BYTE_MASK) << 16)
        | ((pcm[at + 1] & BYTE_MASK) << 8)
        | (pcm[at] & BYTE_MASK);
  }

  private static double mulaw(int code) {
    int exponent = code >> 4;
    return (((((code & 0xF) << 1) + 33) << exponent) - 33) / 8_192.0;
  }

  private static double alaw(int code) {
    int exponent = code >> 4;
    int mantissa = ((code & 0xF) << 1) + 1;
    return (exponent == 0 ? mantissa : (mantissa + 32) << (exponent - 1)) / 4_096.0;
  }
}
