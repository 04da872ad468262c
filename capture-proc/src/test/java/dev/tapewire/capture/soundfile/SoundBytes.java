package dev.tapewire.capture.soundfile;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What sounds of tests are made of. */
final class SoundBytes {
  private SoundBytes() {}

  /** No byte of it is printable, so that none of it is a chunk by chance. */
  static byte[] pcm(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    for (int i = 0; i < length; i++) {
      bytes[i] |= (byte) 0x80;
    }
    return bytes;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
