package dev.tapewire.capture.source;

import dev.tapewire.common.audio.Encoding;

/** Writes one sample as an encoding has it. Immutable. */
final class SampleWriter {
  private static final int MULAW_BIAS = 33;
  private static final int G711_EXPONENTS = 8;
  private static final double S8_MAX = 127;
  private static final double S16_MAX = 32_767;
  private static final double S24_MAX = 8_388_607;
  private static final double S32_MAX = 2_147_483_647;

  private final Encoding encoding;

  SampleWriter(Encoding encoding) {
    this.encoding = encoding;
  }

  /**
   * Writes {@code value} at {@code at}.
   *
   * @param value from -1 to 1
   * @return where the next sample stands
   */
  int write(byte[] pcm, int at, double value) {
    return switch (encoding) {
      case U8 -> bytes(pcm, at, 0x80 + Math.round(value * S8_MAX));
      case S16LE -> bytes(pcm, at, Math.round(value * S16_MAX));
      case S24LE -> bytes(pcm, at, Math.round(value * S24_MAX));
      case S32LE -> bytes(pcm, at, Math.round(value * S32_MAX));
      case F32LE -> bytes(pcm, at, Float.floatToIntBits((float) value));
      case MULAW -> bytes(pcm, at, mulaw((int) Math.round(value * S16_MAX)));
      case ALAW -> bytes(pcm, at, alaw((int) Math.round(value * S16_MAX)));
    };
  }

  private int bytes(byte[] pcm, int at, long value) {
    int end = at + encoding.bytesPerSample();
    long left = value;
    for (int i = at; i < end; i++) {
      pcm[i] = (byte) left;
      left >>= Byte.SIZE;
    }
    return end;
  }

  /** G.711 mu-law: sign, 3 bits of exponent, 4 of mantissa, all inverted. */
  private static int mulaw(int s16) {
    int magnitude = Math.min((Math.abs(s16) >> 2) + MULAW_BIAS, 0x1FFF);
    int exponent = Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(magnitude) - 6);
    int mantissa = (magnitude >> (exponent + 1)) & 0xF;
    return ~((s16 < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xFF;
  }

  /** G.711 A-law: as mu-law without bias, every other bit inverted, the sign bit set for plus. */
  private static int alaw(int s16) {
    int magnitude = Math.abs(s16) >> 4;
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(magnitude);
    int exponent = Math.min(Math.max(0, width - 4), G711_EXPONENTS - 1);
    int mantissa = exponent < 2 ? magnitude & 0xF : (magnitude >> (exponent - 1)) & 0xF;
    return ((s16 < 0 ? 0 : 0x80) | (exponent << 4) | mantissa) ^ 0x55;
  }
}
