package dev.tapewire.bench.lab;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Noise of one channel in s16le that says where it stands: each pair of samples is the pair's
 * number, mixed so that it sounds and compresses as noise. From any five samples their place can be
 * told. Safe for use by any thread.
 */
public final class TimedNoise {
  /** From fewer bytes no place can be told. */
  public static final int BYTES_MIN = 10;

  private static final int PAIR_BYTES = 4;
  private static final int PAIRS_PER_WRITE = 16_384;
  private static final int MIX_1 = 0x85ebca6b;
  private static final int MIX_2 = 0xc2b2ae35;

  /** The inverses of the two modulo 2^32. */
  private static final int UNMIX_1 = 0xa5cb9243;

  private static final int UNMIX_2 = 0x7ed1b41d;

  private TimedNoise() {}

  /** Writes the first {@code samples} of it. */
  public static void write(Path file, long samples) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      write(out, samples);
    }
  }

  /** Writes the first {@code samples} of it as a WAV file. */
  public static void writeWav(Path file, int rateHz, long samples) throws IOException {
    PcmFormat format = new PcmFormat(rateHz, 1, Encoding.S16LE);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(WavHeader.of(format, format.bytes(samples)));
      write(out, samples);
    }
  }

  private static void write(OutputStream out, long samples) throws IOException {
    ByteBuffer block =
        ByteBuffer.allocate(PAIRS_PER_WRITE * PAIR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int pair = 0; pair < samples / 2; pair++) {
      block.putInt(mix(pair));
      if (!block.hasRemaining() || pair + 1 == samples / 2) {
        out.write(block.array(), 0, block.position());
        block.clear();
      }
    }
  }

  /**
   * {@return the place of the sample at {@code at}; -1 if no five samples of the noise are there}
   */
  public static long position(byte[] bytes, int at) {
    if (bytes.length - at < BYTES_MIN) {
      return -1;
    }
    ByteBuffer pcm = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int even = unmix(pcm.getInt(at));
    if (unmix(pcm.getInt(at + PAIR_BYTES)) == even + 1) {
      return 2L * even;
    }
    int odd = unmix(pcm.getInt(at + 2));
    return unmix(pcm.getInt(at + 2 + PAIR_BYTES)) == odd + 1 ? 2L * odd - 1 : -1;
  }

  private static int mix(int number) {
    int mixed = (number ^ number >>> 16) * MIX_1;
    mixed = (mixed ^ mixed >>> 13) * MIX_2;
    return mixed ^ mixed >>> 16;
  }

  private static int unmix(int mixed) {
    int number = (mixed ^ mixed >>> 16) * UNMIX_2;
    number = (number ^ number >>> 13 ^ number >>> 26) * UNMIX_1;
    return number ^ number >>> 16;
  }
}
