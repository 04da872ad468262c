package dev.tapewire.capture.soundfile;

import dev.tapewire.common.audio.Encoding;

/**
 * One way to write a sample in a file. Immutable.
 *
 * @param encoding on the tape
 * @param transform from the file's bytes to the tape's
 */
record SampleKind(Encoding encoding, SampleTransform transform) {
  /** {@return integers of {@code bits} in the smallest whole bytes, signed if above 8 bits} */
  static SampleKind littleEndian(int bits) {
    return new SampleKind(integer(bits), SampleTransform.NONE);
  }

  /** {@return integers of {@code bits} in the smallest whole bytes, all signed} */
  static SampleKind bigEndian(int bits) {
    Encoding encoding = integer(bits);
    boolean oneByte = encoding.bytesPerSample() == 1;
    return new SampleKind(encoding, oneByte ? SampleTransform.UNSIGN : SampleTransform.SWAP);
  }

  static SampleKind plain(Encoding encoding) {
    return new SampleKind(encoding, SampleTransform.NONE);
  }

  static SampleKind swapped(Encoding encoding) {
    return new SampleKind(encoding, SampleTransform.SWAP);
  }

  private static Encoding integer(int bits) {
    return switch ((bits + Byte.SIZE - 1) / Byte.SIZE) {
      case 1 -> Encoding.U8;
      case 2 -> Encoding.S16LE;
      case 3 -> Encoding.S24LE;
      case 4 -> Encoding.S32LE;
      default -> throw new HeaderException("integers of " + bits + " bits are not read");
    };
  }
}
