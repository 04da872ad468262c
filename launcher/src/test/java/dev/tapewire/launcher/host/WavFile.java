package dev.tapewire.launcher.host;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** WAV files of any format, for tests that compare bytes. */
final class WavFile {
  private static final int TAG_BYTES = 4;
  private static final int CHUNK_HEAD_BYTES = 8;
  private static final int FIRST_CHUNK_AT = 12;

  private WavFile() {}

  /** Writes seeded noise. {@return the bytes of its samples} */
  static byte[] write(Path file, PcmFormat format, long samples, long seed) throws IOException {
    byte[] pcm = noise(format, samples, seed);
    try (var out = Files.newOutputStream(file)) {
      out.write(WavHeader.of(format, pcm.length));
      out.write(pcm);
      out.write(new byte[WavHeader.padBytes(pcm.length)]);
    }
    return pcm;
  }

  /** {@return the bytes of the samples that the file says it holds} */
  static byte[] data(Path file) throws IOException {
    ByteBuffer data = mapped(file);
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return bytes;
  }

  /** {@return the same, mapped: for what is too large for the heap} */
  static ByteBuffer mapped(Path file) throws IOException {
    ByteBuffer in;
    try (FileChannel channel = FileChannel.open(file)) {
      in = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
    in.order(ByteOrder.LITTLE_ENDIAN);
    byte[] tag = new byte[TAG_BYTES];
    int at = FIRST_CHUNK_AT;
    in.get(at, tag);
    while (!new String(tag, StandardCharsets.US_ASCII).equals("data")) {
      int length = in.getInt(at + TAG_BYTES);
      at += CHUNK_HEAD_BYTES + length + (length & 1);
      in.get(at, tag);
    }
    return in.slice(at + CHUNK_HEAD_BYTES, in.getInt(at + TAG_BYTES));
  }

  private static byte[] noise(PcmFormat format, long samples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pcm = new byte[Math.toIntExact(format.bytes(samples))];
    random.nextBytes(pcm);
    if (format.encoding() == Encoding.F32LE) {
      ByteBuffer out = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < pcm.length; at += Float.BYTES) {
        out.putFloat(at, (float) random.nextDouble(-1, 1));
      }
    }
    return pcm;
  }
}
