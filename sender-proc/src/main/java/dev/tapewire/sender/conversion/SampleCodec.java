package dev.tapewire.sender.conversion;

import dev.tapewire.common.audio.Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Single samples to and from their bytes; full scale is 1.0. What is louder is clipped, and levels
 * are rounded to the nearest. Safe for use by any thread.
 */
final class SampleCodec {
  private static final double FULL_8 = 1 << 7;
  private static final double FULL_16 = 1 << 15;
  private static final double FULL_24 = 1 << 23;
  private static final double FULL_32 = 1L << 31;
  private static final int BYTE_24_HIGH = 16;

  private SampleCodec() {}

  /** {@return the sample at {@code at}; a float that is no number is silence} */
  static double decode(Encoding encoding, ByteBuffer bytes, int at) {
    return switch (encoding) {
      case S16LE -> bytes.getShort(at) / FULL_16;
      case S24LE -> ((bytes.getShort(at) & 0xFFFF) | bytes.get(at + 2) << BYTE_24_HIGH) / FULL_24;
      case S32LE -> bytes.getInt(at) / FULL_32;
      case F32LE -> finite(bytes.getFloat(at));
      case U8 -> ((bytes.get(at) & 0xFF) - FULL_8) / FULL_8;
      case MULAW -> G711.muLaw().level(bytes.get(at)) / FULL_16;
      case ALAW -> G711.aLaw().level(bytes.get(at)) / FULL_16;
    };
  }

  private static double finite(float sample) {
    return Float.isFinite(sample) ? sample : 0;
  }

  /** Writes a sample as {@code s16le}, {@code f32le}, {@code mulaw} or {@code alaw}. */
  static void encode(Encoding encoding, double sample, ByteBuffer to) {
    switch (encoding) {
      case S16LE -> to.putShort((short) level(sample));
      case F32LE -> to.putFloat((float) sample);
      case MULAW -> to.put(G711.muLaw().code(level(sample)));
      case ALAW -> to.put(G711.aLaw().code(level(sample)));
      default -> throw new IllegalArgumentException("no service takes " + encoding);
    }
  }

  private static int level(double sample) {
    long level = Math.round(sample * FULL_16);
    return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, level));
  }

  /** {@return a little-endian view of {@code bytes}} */
  static ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
