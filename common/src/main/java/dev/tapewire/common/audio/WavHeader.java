package dev.tapewire.common.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes before the samples of a WAV file. Their length depends on the format alone, so that a
 * file still being written can have its sizes patched in place; past 4 GiB the same bytes become
 * RF64 (EBU Tech 3306), whose 64-bit sizes take the room that a JUNK chunk kept until then.
 *
 * <pre>
 *  0  "RIFF" u32 size "WAVE"                     or "RF64" u32 -1 "WAVE"
 * 12  "JUNK" u32 28, 28 zeros                    or "ds64" u32 28, u64 riff, u64 data, u64 samples, u32 0
 * 48  "fmt " u32 16, 18 or 40, the format
 *     "fact" u32 4, u32 samples per channel      not for plain PCM
 *     "data" u32 bytes                           or u32 -1
 * </pre>
 *
 * Confined to one thread.
 */
public final class WavHeader {
  private static final int SIZES_BYTES = 28;
  private static final int FMT_PCM_BYTES = 16;
  private static final int FMT_TAGGED_BYTES = 18;
  private static final int FMT_EXTENSIBLE_BYTES = 40;
  private static final int CHUNK_HEAD_BYTES = 8;
  private static final int RIFF_HEAD_BYTES = 12;
  private static final int FACT_BYTES = 4;
  private static final int TAG_EXTENSIBLE = 0xFFFE;
  private static final int TAG_PCM = 1;

  /** A RIFF size is a u32; the greatest value is kept for RF64's "look in ds64". */
  private static final long RIFF_BYTES_MAX = 0xFFFF_FFFEL;

  private static final int LOOK_IN_DS64 = -1;

  private final PcmFormat format;
  private final long dataBytes;
  private final long riffBytes;
  private final ByteBuffer out;

  private WavHeader(PcmFormat format, long dataBytes) {
    this.format = format;
    this.dataBytes = dataBytes;
    int length = length(format);
    this.riffBytes = length - CHUNK_HEAD_BYTES + dataBytes + padBytes(dataBytes);
    this.out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** {@return bytes before the first sample, the same for every file of {@code format}} */
  public static int length(PcmFormat format) {
    int fact = isPcm(format) ? 0 : CHUNK_HEAD_BYTES + FACT_BYTES;
    return RIFF_HEAD_BYTES
        + CHUNK_HEAD_BYTES
        + SIZES_BYTES
        + CHUNK_HEAD_BYTES
        + fmtBytes(format)
        + fact
        + CHUNK_HEAD_BYTES;
  }

  /**
   * {@return the header of a file that holds {@code dataBytes} of samples now}
   *
   * @param dataBytes whole blocks; {@link #padBytes} zeros must follow them
   */
  public static byte[] of(PcmFormat format, long dataBytes) {
    return new WavHeader(format, dataBytes).build();
  }

  /** {@return zero bytes that must follow the samples: chunks of RIFF take an even number} */
  public static int padBytes(long dataBytes) {
    return (int) (dataBytes & 1);
  }

  private byte[] build() {
    boolean big = riffBytes > RIFF_BYTES_MAX;
    long samples = dataBytes / format.blockBytes();
    tag(big ? "RF64" : "RIFF").putInt(big ? LOOK_IN_DS64 : (int) riffBytes);
    tag("WAVE");
    tag(big ? "ds64" : "JUNK").putInt(SIZES_BYTES);
    out.putLong(big ? riffBytes : 0).putLong(big ? dataBytes : 0).putLong(big ? samples : 0);
    out.putInt(0);
    format();
    if (!isPcm(format)) {
      tag("fact").putInt(FACT_BYTES).putInt(big ? LOOK_IN_DS64 : (int) samples);
    }
    tag("data").putInt(big ? LOOK_IN_DS64 : (int) dataBytes);
    return out.array();
  }

  private void format() {
    Encoding encoding = format.encoding();
    int bits = encoding.bytesPerSample() * Byte.SIZE;
    int bytes = fmtBytes(format);
    boolean extensible = bytes == FMT_EXTENSIBLE_BYTES;
    tag("fmt ").putInt(bytes);
    out.putShort((short) (extensible ? TAG_EXTENSIBLE : encoding.wavFormatTag()));
    out.putShort((short) format.channels());
    out.putInt(format.sampleRateHz());
    out.putInt(format.sampleRateHz() * format.blockBytes());
    out.putShort((short) format.blockBytes());
    out.putShort((short) bits);
    if (bytes > FMT_PCM_BYTES) {
      out.putShort((short) (bytes - FMT_TAGGED_BYTES));
    }
    if (extensible) {
      out.putShort((short) bits);
      out.putInt(speakers(format.channels()));
      // KSDATAFORMAT_SUBTYPE_*: the plain tag, then the same 14 bytes for all of them.
      out.putShort((short) encoding.wavFormatTag()).putShort((short) 0);
      out.putShort((short) 0).putShort((short) 0x10);
      out.put(new byte[] {(byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71});
    }
  }

  private ByteBuffer tag(String name) {
    return out.put(name.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean isPcm(PcmFormat format) {
    return format.encoding().wavFormatTag() == TAG_PCM;
  }

  private static int fmtBytes(PcmFormat format) {
    boolean deepPcm = isPcm(format) && format.encoding().bytesPerSample() > 2;
    if (format.channels() > 2 || deepPcm) {
      return FMT_EXTENSIBLE_BYTES;
    }
    return isPcm(format) ? FMT_PCM_BYTES : FMT_TAGGED_BYTES;
  }

  /** The usual speakers for so many channels; 0, none, where nothing is usual. */
  private static int speakers(int channels) {
    return switch (channels) {
      case 1 -> 0x4;
      case 2 -> 0x3;
      case 3 -> 0x7;
      case 4 -> 0x33;
      case 5 -> 0x37;
      case 6 -> 0x3F;
      case 7 -> 0x13F;
      case 8 -> 0x63F;
      default -> 0;
    };
  }
}
