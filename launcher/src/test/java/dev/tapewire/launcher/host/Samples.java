package dev.tapewire.launcher.host;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Mono 16-bit audio, and the files that hold it. Immutable. */
final class Samples {
  /** So small that it disappears under a voice, so large that four samples tell the place. */
  private static final int NOISE_LSB = 500;

  private static final int FOUND_BY_SAMPLES = 8;
  private static final int SYLLABLES_PER_SECOND = 4;
  private static final int VOICE_LSB = 6_000;
  private static final double PITCH_HZ = 120;
  private static final int HARMONICS = 6;

  private final short[] values;

  Samples(short[] values) {
    this.values = values;
  }

  /** {@return a hum with syllables under seeded noise: any four samples in a row stand once} */
  static Samples voice(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    short[] values = new short[count];
    for (int i = 0; i < count; i++) {
      double seconds = (double) i / VirtualSoundCard.RATE_HZ;
      double loudness = Math.pow(Math.sin(Math.PI * SYLLABLES_PER_SECOND * seconds / 2), 2);
      double sum = 0;
      for (int harmonic = 1; harmonic <= HARMONICS; harmonic++) {
        sum += Math.sin(2 * Math.PI * PITCH_HZ * harmonic * seconds) / harmonic;
      }
      int noise = random.nextInt(-NOISE_LSB, NOISE_LSB + 1);
      values[i] = (short) (Math.round(VOICE_LSB * loudness * sum / 2) + noise);
    }
    return new Samples(values);
  }

  /** {@return raw s16le} */
  static Samples ofRaw(byte[] raw) {
    short[] values = new short[raw.length / Short.BYTES];
    ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(values);
    return new Samples(values);
  }

  /** {@return what a WAV file says that it holds; it may still be being written} */
  static Samples ofWav(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = 12;
    while (!new String(bytes, at, 4, StandardCharsets.US_ASCII).equals("data")) {
      at += 8 + in.getInt(at + 4);
    }
    int start = at + 8;
    long length = Math.min(in.getInt(at + 4) & 0xFFFF_FFFFL, bytes.length - start);
    return ofRaw(Arrays.copyOfRange(bytes, start, (int) (start + length)));
  }

  int count() {
    return values.length;
  }

  short at(int position) {
    return values[position];
  }

  double seconds() {
    return (double) values.length / VirtualSoundCard.RATE_HZ;
  }

  /** {@return where what stands at {@code position} of {@code other} stands in this, or -1} */
  int find(Samples other, int position) {
    for (int at = 0; at + FOUND_BY_SAMPLES <= values.length; at++) {
      if (Arrays.equals(
          values, at, at + FOUND_BY_SAMPLES, other.values, position, position + FOUND_BY_SAMPLES)) {
        return at;
      }
    }
    return -1;
  }

  /** {@return the samples from {@code position} on} */
  Samples from(int position) {
    return new Samples(Arrays.copyOfRange(values, position, values.length));
  }

  /** {@return whether the first {@code count} samples are those of {@code other}} */
  boolean startsWith(Samples other, int count) {
    return count <= values.length
        && count <= other.values.length
        && Arrays.equals(values, 0, count, other.values, 0, count);
  }

  byte[] raw() {
    ByteBuffer out =
        ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.asShortBuffer().put(values);
    return out.array();
  }

  /** Writes them without a header. {@return the file} */
  Path writeRaw(Path file) throws IOException {
    return Files.write(file, raw());
  }

  /** Writes a WAV file. {@return the file} */
  Path writeWav(Path file) throws IOException {
    PcmFormat format = new PcmFormat(VirtualSoundCard.RATE_HZ, 1, Encoding.S16LE);
    byte[] raw = raw();
    try (var out = Files.newOutputStream(file)) {
      out.write(WavHeader.of(format, raw.length));
      out.write(raw);
    }
    return file;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Samples && Arrays.equals(values, ((Samples) other).values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length + " samples";
  }
}
