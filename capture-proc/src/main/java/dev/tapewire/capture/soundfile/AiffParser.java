package dev.tapewire.capture.soundfile;

import dev.tapewire.common.audio.Encoding;
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

  private final HeaderBytes bytes;
  private boolean compressible;
  private SoundFile.Samples samples;
  private long samplesTold;
  private long dataAt;

  AiffParser(HeaderBytes bytes) {
    this.bytes = bytes;
  }

  SoundFile parse() throws IOException {
    String form = bytes.tag(Integer.BYTES * 2L);
    if (!form.equals("AIFF") && !form.equals("AIFC")) {
      throw new HeaderException("an IFF file, but not an AIFF");
    }
    compressible = form.equals("AIFC");
    long at = FIRST_CHUNK_AT;
    // COMM may come after the samples.
    for (int i = 0; i < CHUNKS_MAX && at + CHUNK_HEAD_BYTES <= bytes.length(); i++) {
      long length = Integer.toUnsignedLong(be(at + Integer.BYTES, Integer.BYTES).getInt());
      long body = at + CHUNK_HEAD_BYTES;
      switch (bytes.tag(at)) {
        case "COMM" -> common(body);
        case "SSND" ->
            dataAt =
                body + SSND_HEAD_BYTES + Integer.toUnsignedLong(be(body, Integer.BYTES).getInt());
        default -> {}
      }
      at = body + length + (length & 1);
    }
    if (samples == null || dataAt == 0) {
      throw new HeaderException(samples == null ? "no COMM chunk in it" : "no SSND chunk in it");
    }
    int blockBytes = samples.channels() * samples.kind().encoding().bytesPerSample();
    return SoundFile.of(bytes, samples, dataAt, samplesTold * blockBytes);
  }

  private void common(long at) throws IOException {
    ByteBuffer comm = be(at, COMM_BYTES);
    int channels = Short.toUnsignedInt(comm.getShort());
    samplesTold = Integer.toUnsignedLong(comm.getInt());
    int bits = Short.toUnsignedInt(comm.getShort());
    int rateHz = rateHz(comm.getShort(), comm.getLong());
    String coding = compressible ? bytes.tag(at + COMM_BYTES) : "NONE";
    samples = new SoundFile.Samples(rateHz, channels, kind(coding, bits));
  }

  /** An 80-bit float; 0, which is refused later, where it is no whole rate. */
  private static int rateHz(short signAndExponent, long mantissa) {
    int shift = MANTISSA_BITS - (signAndExponent - EXPONENT_BIAS);
    return shift <= Integer.SIZE || shift > MANTISSA_BITS ? 0 : (int) (mantissa >>> shift);
  }

  private static SampleKind kind(String coding, int bits) {
    return switch (coding) {
      case "NONE", "twos", "in24", "in32" -> SampleKind.bigEndian(bits);
      case "sowt" -> bits > Byte.SIZE ? SampleKind.littleEndian(bits) : SampleKind.bigEndian(bits);
      case "raw " -> SampleKind.plain(Encoding.U8);
      case "fl32", "FL32" -> SampleKind.swapped(Encoding.F32LE);
      case "ulaw", "ULAW" -> SampleKind.plain(Encoding.MULAW);
      case "alaw", "ALAW" -> SampleKind.plain(Encoding.ALAW);
      default ->
          throw new HeaderException("AIFF-C coding '" + Printable.ascii(coding) + "' is not read");
    };
  }

  private ByteBuffer be(long at, int length) throws IOException {
    return bytes.at(at, length, ByteOrder.BIG_ENDIAN);
  }
}
