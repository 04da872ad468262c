package dev.tapewire.common.audio;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How one sample of one channel is written; multi-byte encodings are little-endian. Immutable. */
public enum Encoding {
  S16LE(2, 1, 0x00),
  S24LE(3, 1, 0x00),
  S32LE(4, 1, 0x00),
  F32LE(4, 3, 0x00),
  U8(1, 1, 0x80),
  MULAW(1, 7, 0xFF),
  ALAW(1, 6, 0xD5);

  private final int bytesPerSample;
  private final int wavFormatTag;
  private final byte silence;

  Encoding(int bytesPerSample, int wavFormatTag, int silence) {
    this.bytesPerSample = bytesPerSample;
    this.wavFormatTag = wavFormatTag;
    this.silence = (byte) silence;
  }

  /** {@return bytes of one sample of one channel} */
  public int bytesPerSample() {
    return bytesPerSample;
  }

  /**
   * {@return the {@code wFormatTag} of a WAV header (RFC 2361): PCM 1, IEEE float 3, A-law 6,
   * mu-law 7}
   */
  public int wavFormatTag() {
    return wavFormatTag;
  }

  /** {@return the byte that, repeated, is silence} */
  public byte silence() {
    return silence;
  }

  /** {@return the name on the command line and on the wire, such as {@code s16le}} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return the encoding of that label, or empty} */
  public static Optional<Encoding> byLabel(String label) {
    return Arrays.stream(values()).filter(e -> e.label().equals(label)).findFirst();
  }

  @Override
  public String toString() {
    return label();
  }
}
