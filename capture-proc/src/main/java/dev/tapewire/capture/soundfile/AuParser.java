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
  private static final long UINT_MAX = 0xFFFF_FFFFL;
  private static final int CODING_DOUBLE = 7;

  private AuParser() {}

  static SoundHead parse(HeaderBytes bytes) throws IOException {
    ByteBuffer header = bytes.at(0, HEADER_BYTES, ByteOrder.BIG_ENDIAN);
    header.getInt();
    long dataAt = Integer.toUnsignedLong(header.getInt());
    long dataBytes = Integer.toUnsignedLong(header.getInt());
    SampleKind kind = kind(header.getInt());
    long rateHz = Integer.toUnsignedLong(header.getInt());
    int channels = header.getInt();
    if (dataAt < HEADER_BYTES || dataAt > bytes.length()) {
      throw new HeaderException("its samples start at byte " + dataAt);
    }
    if (dataAt > HEADER_BYTES) {
      bytes.at(dataAt - 1, 1, ByteOrder.BIG_ENDIAN); // A pipe is read up to the first sample.
    }
    SoundHead head =
        new SoundHead(
            "AU",
            SoundHead.format(rateHz, channels, kind),
            kind.transform(),
            dataAt,
            dataBytes == UINT_MAX ? SoundHead.UNKNOWN : dataBytes,
            SoundHead.UNKNOWN,
            null);
    boolean told = dataBytes > 0 && dataBytes < UINT_MAX;
    return told ? head.telling(dataBytes / head.blockBytes()) : head;
  }

  private static SampleKind kind(int encoding) {
    return switch (encoding) {
      case 1 -> SampleKind.plain(Encoding.MULAW);
      case 2 -> SampleKind.bigEndian(8);
      case 3 -> SampleKind.bigEndian(16);
      case 4 -> SampleKind.bigEndian(24);
      case 5 -> SampleKind.bigEndian(32);
      case 6 -> SampleKind.swapped(Encoding.F32LE);
      case CODING_DOUBLE -> throw HeaderException.doubles();
      case 27 -> SampleKind.plain(Encoding.ALAW);
      default -> throw HeaderException.coded("AU encoding " + encoding + " is not read");
    };
  }
}
