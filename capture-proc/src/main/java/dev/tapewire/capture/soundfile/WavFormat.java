package dev.tapewire.capture.soundfile;

import dev.tapewire.common.audio.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * The {@code fmt } chunk of a WAV file. Immutable.
 *
 * @param tag what the samples are
 * @param bits of a sample
 * @param bytesPerSample of one channel, its room in the block
 * @param extensible whether it is WAVE_FORMAT_EXTENSIBLE, which lays the bits on the upper side
 */
record WavFormat(
    int tag,
    int channels,
    long rateHz,
    int bits,
    int bytesPerSample,
    boolean extensible,
    ByteOrder order) {
  private static final int TAG_PCM = 1;
  private static final int TAG_FLOAT = 3;
  private static final int TAG_ALAW = 6;
  private static final int TAG_MULAW = 7;
  private static final int TAG_EXTENSIBLE = 0xFFFE;
  private static final Set<Integer> READ = Set.of(TAG_PCM, TAG_FLOAT, TAG_ALAW, TAG_MULAW);
  private static final int BYTES_MIN = 16;
  private static final int EXTENSIBLE_BYTES = 40;
  private static final int SUBFORMAT_AT = 24;
  private static final int DEEP_BITS = 24;
  private static final int BYTE_MASK = 0xFF;

  /** Samples looked at to tell which side the bits lie on, at least a second at any rate of use. */
  private static final int SAMPLES_LOOKED_AT_MAX = 1 << 20;

  static WavFormat read(HeaderBytes bytes, long at, long length, ByteOrder order)
      throws IOException {
    if (length < BYTES_MIN) {
      throw new HeaderException("its fmt chunk is cut short");
    }
    ByteBuffer fmt = bytes.at(at, BYTES_MIN, order);
    int tag = Short.toUnsignedInt(fmt.getShort());
    int channels = Short.toUnsignedInt(fmt.getShort());
    long rateHz = Integer.toUnsignedLong(fmt.getInt());
    fmt.getInt(); // Bytes per second follow from the rest.
    int blockBytes = Short.toUnsignedInt(fmt.getShort());
    int bits = Short.toUnsignedInt(fmt.getShort());
    boolean extensible = tag == TAG_EXTENSIBLE;
    if (extensible) {
      if (length < EXTENSIBLE_BYTES) {
        throw new HeaderException("its fmt chunk is cut short");
      }
      tag = Short.toUnsignedInt(bytes.at(at + SUBFORMAT_AT, Short.BYTES, order).getShort());
    }
    if (!READ.contains(tag)) { // Its blocks are no samples side by side.
      throw HeaderException.coded("its samples are coded (tag " + tag + "), not PCM");
    }
    int bytesPerSample = channels == 0 ? 0 : blockBytes / channels;
    boolean tight = bytesPerSample == SampleKind.bytes(bits);
    boolean roomy = extensible && bytesPerSample > SampleKind.bytes(bits) && tag == TAG_PCM;
    boolean fit = tight || roomy || SampleKind.mayBeLow(bytesPerSample, bits, order);
    if (channels == 0 || blockBytes % channels != 0 || !fit) {
      throw new HeaderException(
          blockBytes + " bytes a block are not " + channels + " channels of " + bits + " bits");
    }
    return new WavFormat(tag, channels, rateHz, bits, bytesPerSample, extensible, order);
  }

  /**
   * {@return how the samples are written}
   *
   * @param dataAt where they stand
   */
  SampleKind kind(HeaderBytes bytes, long dataAt) throws IOException {
    return switch (tag) {
      case TAG_PCM ->
          SampleKind.mayBeLow(bytesPerSample, bits, order) && isLow(bytes, dataAt)
              ? SampleKind.lowThree()
              : SampleKind.riff(bytesPerSample, bits, order);
      case TAG_ALAW -> SampleKind.plain(Encoding.ALAW);
      case TAG_MULAW -> SampleKind.plain(Encoding.MULAW);
      case TAG_FLOAT -> {
        if (bits != Float.SIZE) {
          throw bits == Double.SIZE
              ? HeaderException.doubles()
              : HeaderException.coded(bits + "-bit float is not read, only 32-bit");
        }
        yield order == ByteOrder.BIG_ENDIAN
            ? SampleKind.swapped(Encoding.F32LE)
            : SampleKind.plain(Encoding.F32LE);
      }
      default -> throw new IllegalStateException("tag " + tag);
    };
  }

  /**
   * The specification lays 24 bits on the upper side of four bytes, ALSA's {@code arecord} on the
   * lower one, under a header that the specification does not allow. The samples tell: on the upper
   * side the lowest byte is zero, on the lower side the highest repeats the sign.
   */
  private boolean isLow(HeaderBytes bytes, long dataAt) throws IOException {
    boolean low = !extensible;
    if (!bytes.canLookBehind()) {
      return low;
    }
    long there = Math.min(SAMPLES_LOOKED_AT_MAX, (bytes.length() - dataAt) / Integer.BYTES);
    ByteBuffer samples = bytes.at(dataAt, (int) Math.max(0, there) * Integer.BYTES, order);
    boolean mayBeLow = true;
    boolean mayBeHigh = true;
    while (samples.hasRemaining()) {
      int sample = samples.getInt();
      mayBeLow &= sample << Byte.SIZE >> Byte.SIZE == sample || sample >>> DEEP_BITS == 0;
      mayBeHigh &= (sample & BYTE_MASK) == 0;
    }
    return mayBeLow == mayBeHigh ? low : mayBeLow;
  }
}
