package dev.tapewire.capture.soundfile;

import dev.tapewire.common.audio.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the header of an AU file: big-endian u32 magic, data offset, data bytes (all ones:
 * unknown), encoding, rate, channels.
 */
final class AuParser {
  private static final int HEADER_BYTES = 24;
  private static final long UNKNOWN_BYTES = 0xFFFF_FFFFL;

  private AuParser() {}

  static SoundFile parse(HeaderBytes bytes) throws IOException {
    ByteBuffer header = bytes.at(0, HEADER_BYTES, ByteOrder.BIG_ENDIAN);
    header.getInt();
    long dataAt = Integer.toUnsignedLong(header.getInt());
    long dataBytes = Integer.toUnsignedLong(header.getInt());
    SampleKind kind = kind(header.getInt());
    int rateHz = header.getInt();
    int channels = header.getInt();
    if (dataAt < HEADER_BYTES || dataAt > bytes.length()) {
      throw new HeaderException("its samples start at byte " + dataAt + " of " + bytes.length());
    }
    boolean unknown = dataBytes == UNKNOWN_BYTES;
    return SoundFile.of(
        bytes,
        new SoundFile.Samples(rateHz, channels, kind),
        dataAt,
        unknown ? SoundFile.TO_THE_END : dataBytes);
  }

  private static SampleKind kind(int encoding) {
    return switch (encoding) {
      case 1 -> SampleKind.plain(Encoding.MULAW);
      case 2 -> SampleKind.bigEndian(8);
      case 3 -> SampleKind.bigEndian(16);
      case 4 -> SampleKind.bigEndian(24);
      case 5 -> SampleKind.bigEndian(32);
      case 6 -> SampleKind.swapped(Encoding.F32LE);
      case 27 -> SampleKind.plain(Encoding.ALAW);
      default -> throw new HeaderException("AU encoding " + encoding + " is not read");
    };
  }
}
