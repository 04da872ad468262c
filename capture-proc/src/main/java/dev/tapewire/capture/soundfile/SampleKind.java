package dev.tapewire.capture.soundfile;

import dev.tapewire.common.audio.Encoding;
import java.nio.ByteOrder;

/**
 * One way to write a sample in a file. Immutable.
 *
 * @param encoding on the tape
 * @param transform from the file's bytes to the tape's
 */
record SampleKind(Encoding encoding, SampleTransform transform) {
  /** 24 bits, for which there is another place than the smallest whole bytes. */
  private static final int DEEP_BITS = 24;

  /**
   * {@return integers of {@code bits} that lie on the upper side of so many bytes, unsigned in one
   * byte, signed in more, as RIFF has them}
   */
  static SampleKind riff(int bytes, int bits, ByteOrder order) {
    Encoding encoding = integer(bytes, bits);
    boolean swapped = order == ByteOrder.BIG_ENDIAN && bytes > 1;
    return new SampleKind(encoding, swapped ? SampleTransform.SWAP : SampleTransform.NONE);
  }

  /** {@return 24 bits that lie on the lower side of four bytes, where RIFF has none} */
  static SampleKind lowThree() {
    return new SampleKind(Encoding.S24LE, SampleTransform.LOW_THREE);
  }

  /** {@return whether these may be {@link #lowThree()}} */
  static boolean mayBeLow(int bytes, int bits, ByteOrder order) {
    return bits == DEEP_BITS && bytes == Integer.BYTES && order == ByteOrder.LITTLE_ENDIAN;
  }

  /** {@return integers of {@code bits} in the smallest whole bytes, all signed} */
  static SampleKind bigEndian(int bits) {
    Encoding encoding = integer(bytes(bits), bits);
    boolean oneByte = encoding.bytesPerSample() == 1;
    return new SampleKind(encoding, oneByte ? SampleTransform.UNSIGN : SampleTransform.SWAP);
  }

  /** {@return integers of {@code bits} in the smallest whole bytes, the least first, all signed} */
  static SampleKind littleEndian(int bits) {
    Encoding encoding = integer(bytes(bits), bits);
    boolean oneByte = encoding.bytesPerSample() == 1;
    return new SampleKind(encoding, oneByte ? SampleTransform.UNSIGN : SampleTransform.NONE);
  }

  static SampleKind plain(Encoding encoding) {
    return new SampleKind(encoding, SampleTransform.NONE);
  }

  static SampleKind swapped(Encoding encoding) {
    return new SampleKind(encoding, SampleTransform.SWAP);
  }

  /** {@return the smallest whole bytes for so many bits} */
  static int bytes(int bits) {
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  private static Encoding integer(int bytes, int bits) {
    return switch (bytes) {
      case 1 -> Encoding.U8;
      case 2 -> Encoding.S16LE;
      case 3 -> Encoding.S24LE;
      case 4 -> Encoding.S32LE;
      default -> throw HeaderException.coded("integers of " + bits + " bits are not read");
    };
  }
}
