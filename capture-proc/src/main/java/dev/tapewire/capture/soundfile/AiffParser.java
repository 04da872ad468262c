package dev.tapewire.capture.soundfile;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the header of an AIFF or AIFF-C file: big-endian chunks, of which {@code COMM} (u16
 * channels, u32 samples, u16 bits, 80-bit float rate, in AIFF-C a four-letter coding) and {@code
 * SSND} (u32 offset, u32 block, samples) matter here. Confined to one thread.
 */
final class AiffParser {
  private static final int FIRST_CHUNK_AT = 12;
  private static final int CHUNK_HEAD_BYTES = 8;
  private static final int COMM_BYTES = 18;
  private static final int SSND_HEAD_BYTES = 8;
  private static final int EXPONENT_BIAS = 16_383;
  private static final int MANTISSA_BITS = 63;
  private static final int CHUNKS_MAX = 4096;
  private static final long UINT_MAX = 0xFFFF_FFFFL;

  private final HeaderBytes bytes;
  private boolean compressible;
  private SampleKind kind;
  private PcmFormat format;
  private long samplesTold;
  private long dataAt;
  private long dataBytes = SoundHead.UNKNOWN;

  AiffParser(HeaderBytes bytes) {
    this.bytes = bytes;
  }

  SoundHead parse() throws IOException {
    String form = bytes.tag(Integer.BYTES * 2L);
    if (!form.equals("AIFF") && !form.equals("AIFC")) {
      throw HeaderException.coded("an IFF file, but not an AIFF");
    }
    compressible = form.equals("AIFC");
    long at = FIRST_CHUNK_AT;
    for (int i = 0; i < CHUNKS_MAX && at + CHUNK_HEAD_BYTES <= bytes.length(); i++) {
      String tag = bytes.tag(at);
      long length = bytes.chunkLength(at, ByteOrder.BIG_ENDIAN);
      long body = at + CHUNK_HEAD_BYTES;
      if (tag.equals("COMM")) {
        common(body);
      } else if (tag.equals("SSND")) {
        samples(body, length);
      }
      if (dataAt > 0 && (format != null || !bytes.canLookBehind())) {
        break;
      }
      at = body + length + (length & 1); // COMM may come after the samples.
    }
    if (format == null || dataAt == 0) {
      throw new HeaderException(
          dataAt == 0 ? "no SSND chunk in it" : "no COMM chunk before its samples");
    }
    return new SoundHead(
        "AIFF",
        format,
        kind.transform(),
        dataAt,
        dataBytes,
        samplesTold == 0 ? SoundHead.UNKNOWN : samplesTold,
        ByteOrder.BIG_ENDIAN);
  }

  private void common(long at) throws IOException {
    ByteBuffer comm = bytes.at(at, COMM_BYTES, ByteOrder.BIG_ENDIAN);
    int channels = Short.toUnsignedInt(comm.getShort());
    samplesTold = Integer.toUnsignedLong(comm.getInt());
    int bits = Short.toUnsignedInt(comm.getShort());
    int rateHz = rateHz(comm.getShort(), comm.getLong());
    String coding = compressible ? bytes.tag(at + COMM_BYTES) : "NONE";
    kind = kind(coding, bits);
    format = SoundHead.format(rateHz, channels, kind);
  }

  private void samples(long at, long length) throws IOException {
    ByteBuffer head = bytes.at(at, SSND_HEAD_BYTES, ByteOrder.BIG_ENDIAN);
    long offset = Integer.toUnsignedLong(head.getInt());
    dataAt = at + SSND_HEAD_BYTES + offset;
    // Of a length of 0, as of a WAV's, the rest of the file tells whether it was ever filled in.
    long told = Math.max(0, length - SSND_HEAD_BYTES - offset);
    dataBytes = length == UINT_MAX ? SoundHead.UNKNOWN : told;
  }

  /** An 80-bit float; 0, which is refused later, where it is no whole rate. */
  private static int rateHz(short signAndExponent, long mantissa) {
    int shift = MANTISSA_BITS - (signAndExponent - EXPONENT_BIAS);
    return shift <= Integer.SIZE || shift > MANTISSA_BITS ? 0 : (int) (mantissa >>> shift);
  }

  private static SampleKind kind(String coding, int bits) {
    return switch (coding) {
      case "NONE", "twos", "in24", "in32" -> SampleKind.bigEndian(bits);
      case "sowt" -> SampleKind.littleEndian(bits);
      case "raw " -> SampleKind.plain(Encoding.U8);
      case "fl32", "FL32" -> SampleKind.swapped(Encoding.F32LE);
      case "ulaw", "ULAW" -> SampleKind.plain(Encoding.MULAW);
      case "alaw", "ALAW" -> SampleKind.plain(Encoding.ALAW);
      case "fl64", "FL64" -> throw HeaderException.doubles();
      default ->
          throw HeaderException.coded(
              "AIFF-C coding '" + Printable.ascii(coding) + "' is not read");
    };
  }
}
