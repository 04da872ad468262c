package dev.tapewire.capture.soundfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the header of a WAV file, of its big-endian sister RIFX, and of RF64 and BW64 (EBU Tech
 * 3306, ITU-R BS.2088): chunks of a four-letter tag, a u32 length and an even number of bytes, of
 * which {@code fmt } and {@code data} matter here, and {@code ds64} where lengths don't fit in 32
 * bits. Confined to one thread.
 */
final class WavParser {
  private static final int DS64_DATA_AT = 8;
  private static final int DS64_BYTES_MIN = 16;
  private static final int CHUNK_HEAD_BYTES = 8;
  private static final int FIRST_CHUNK_AT = 12;
  private static final long UINT_MAX = 0xFFFF_FFFFL;

  /** No writer makes so many before the samples; a bound on nonsense. */
  private static final int CHUNKS_MAX = 4096;

  private final HeaderBytes bytes;
  private final ByteOrder order;
  private final boolean big;
  private WavFormat format;
  private long longDataBytes = SoundHead.UNKNOWN;

  WavParser(HeaderBytes bytes) throws IOException {
    this.bytes = bytes;
    String magic = bytes.tag(0);
    this.order = magic.equals("RIFX") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    this.big = magic.endsWith("64");
  }

  SoundHead parse() throws IOException {
    if (!bytes.tag(Integer.BYTES * 2L).equals("WAVE")) {
      throw HeaderException.coded("a RIFF file, but not a WAV");
    }
    long at = FIRST_CHUNK_AT;
    for (int i = 0; i < CHUNKS_MAX && at + CHUNK_HEAD_BYTES <= bytes.length(); i++) {
      String tag = bytes.tag(at);
      long length = bytes.chunkLength(at, order);
      long body = at + CHUNK_HEAD_BYTES;
      switch (tag) {
        case "fmt " -> format = WavFormat.read(bytes, body, length, order);
        case "ds64" -> longDataBytes = longDataBytes(body, length);
        case "data" -> {
          return data(body, length);
        }
        default -> {}
      }
      at = body + length + (length & 1);
    }
    throw new HeaderException(format == null ? "no fmt chunk in it" : "no data chunk in it");
  }

  private SoundHead data(long at, long length) throws IOException {
    if (format == null) {
      throw new HeaderException("its data chunk comes before its fmt chunk");
    }
    long told = length == UINT_MAX ? SoundHead.UNKNOWN : length;
    if (big && longDataBytes > 0 && (length == UINT_MAX || length == (longDataBytes & UINT_MAX))) {
      told = longDataBytes;
    }
    SampleKind kind = format.kind(bytes, at);
    SoundHead head =
        new SoundHead(
            "WAV",
            SoundHead.format(format.rateHz(), format.channels(), kind),
            kind.transform(),
            at,
            told,
            SoundHead.UNKNOWN,
            order);
    // A length of 0 was left so by a writer that meant to come back, or nothing was recorded.
    return told <= 0 ? head : head.telling(told / head.blockBytes());
  }

  private long longDataBytes(long at, long length) throws IOException {
    if (length < DS64_BYTES_MIN) {
      throw new HeaderException("its ds64 chunk is cut short");
    }
    ByteBuffer told = bytes.at(at + DS64_DATA_AT, Long.BYTES, order);
    return Math.max(SoundHead.UNKNOWN, told.getLong());
  }
}
