package dev.tapewire.capture.soundfile;

import dev.tapewire.common.audio.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the header of a WAV or RF64 file (EBU Tech 3306): chunks of a four-letter tag, a u32 length
 * and an even number of bytes, of which {@code fmt } and {@code data} matter here, and {@code ds64}
 * where lengths don't fit in 32 bits. Confined to one thread.
 */
final class WavParser {
  private static final int TAG_PCM = 1;
  private static final int TAG_FLOAT = 3;
  private static final int TAG_ALAW = 6;
  private static final int TAG_MULAW = 7;
  private static final int TAG_EXTENSIBLE = 0xFFFE;
  private static final int FMT_BYTES_MIN = 16;
  private static final int FMT_EXTENSIBLE_BYTES = 40;
  private static final int SUBFORMAT_AT = 24;
  private static final int DS64_DATA_AT = 8;
  private static final int DS64_BYTES_MIN = 16;
  private static final int CHUNK_HEAD_BYTES = 8;
  private static final int FIRST_CHUNK_AT = 12;
  private static final long UNKNOWN_BYTES = 0xFFFF_FFFFL;

  /** No writer makes so many before the samples; a bound on nonsense. */
  private static final int CHUNKS_MAX = 4096;

  private final HeaderBytes bytes;
  private SoundFile.Samples samples;
  private long longDataBytes = SoundFile.TO_THE_END;

  WavParser(HeaderBytes bytes) {
    this.bytes = bytes;
  }

  SoundFile parse() throws IOException {
    if (!bytes.tag(Integer.BYTES * 2L).equals("WAVE")) {
      throw new HeaderException("a RIFF file, but not a WAV");
    }
    long at = FIRST_CHUNK_AT;
    for (int i = 0; i < CHUNKS_MAX; i++) {
      if (at + CHUNK_HEAD_BYTES > bytes.length()) {
        break;
      }
      long length = Integer.toUnsignedLong(le(at + Integer.BYTES, Integer.BYTES).getInt());
      long body = at + CHUNK_HEAD_BYTES;
      switch (bytes.tag(at)) {
        case "fmt " -> samples = format(body, length);
        case "ds64" -> longDataBytes = longDataBytes(body, length);
        case "data" -> {
          return data(body, length);
        }
        default -> {}
      }
      at = body + length + (length & 1);
    }
    throw new HeaderException(samples == null ? "no fmt chunk in it" : "no data chunk in it");
  }

  private SoundFile data(long at, long length) throws IOException {
    if (samples == null) {
      throw new HeaderException("its data chunk comes before its fmt chunk");
    }
    boolean unpatched = length == 0 && bytes.length() > at;
    if (length == UNKNOWN_BYTES) {
      return SoundFile.of(bytes, samples, at, longDataBytes);
    }
    return SoundFile.of(bytes, samples, at, unpatched ? SoundFile.TO_THE_END : length);
  }

  private long longDataBytes(long at, long length) throws IOException {
    if (length < DS64_BYTES_MIN) {
      throw new HeaderException("its ds64 chunk is cut short");
    }
    long told = le(at + DS64_DATA_AT, Long.BYTES).getLong();
    return told <= 0 ? SoundFile.TO_THE_END : told;
  }

  private SoundFile.Samples format(long at, long length) throws IOException {
    if (length < FMT_BYTES_MIN) {
      throw new HeaderException("its fmt chunk is cut short");
    }
    ByteBuffer fmt = le(at, FMT_BYTES_MIN);
    int tag = Short.toUnsignedInt(fmt.getShort());
    int channels = Short.toUnsignedInt(fmt.getShort());
    int rateHz = fmt.getInt();
    fmt.getInt(); // Bytes per second follow from the rest.
    int blockBytes = Short.toUnsignedInt(fmt.getShort());
    int bits = Short.toUnsignedInt(fmt.getShort());
    if (tag == TAG_EXTENSIBLE) {
      if (length < FMT_EXTENSIBLE_BYTES) {
        throw new HeaderException("its fmt chunk is cut short");
      }
      tag = Short.toUnsignedInt(le(at + SUBFORMAT_AT, Short.BYTES).getShort());
    }
    SampleKind kind = kind(tag, bits);
    if (channels * kind.encoding().bytesPerSample() != blockBytes) {
      throw new HeaderException(
          blockBytes + " bytes a block are not " + channels + " channels of " + bits + " bits");
    }
    return new SoundFile.Samples(rateHz, channels, kind);
  }

  private static SampleKind kind(int tag, int bits) {
    return switch (tag) {
      case TAG_PCM -> SampleKind.littleEndian(bits);
      case TAG_ALAW -> SampleKind.plain(Encoding.ALAW);
      case TAG_MULAW -> SampleKind.plain(Encoding.MULAW);
      case TAG_FLOAT -> {
        if (bits != Float.SIZE) {
          throw new HeaderException(bits + "-bit float is not read, only 32-bit");
        }
        yield SampleKind.plain(Encoding.F32LE);
      }
      default -> throw new HeaderException("its samples are coded (tag " + tag + "), not PCM");
    };
  }

  private ByteBuffer le(long at, int length) throws IOException {
    return bytes.at(at, length, ByteOrder.LITTLE_ENDIAN);
  }
}
