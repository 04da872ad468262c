package dev.tapewire.capture.soundfile;

/** How the samples of a file become those of the tape, which are little-endian. Immutable. */
public enum SampleTransform {
  /** They are so already. */
  NONE,
  /** Big-endian: the bytes of each sample are turned round. */
  SWAP,
  /** Signed 8 bit, which no WAV has: moved to unsigned. */
  UNSIGN,
  /** 24 bits in the lower three of four bytes, as ALSA's {@code S24_LE}: the fourth is left out. */
  LOW_THREE;

  private static final int SIGN_BIT = 0x80;

  /**
   * {@return bytes of a sample in the file}
   *
   * @param bytesPerSample on the tape
   */
  public int storedBytes(int bytesPerSample) {
    return this == LOW_THREE ? Integer.BYTES : bytesPerSample;
  }

  /**
   * Transforms in place.
   *
   * @param length bytes, whole samples
   * @param bytesPerSample on the tape
   * @return bytes that they take now; never more
   */
  public int apply(byte[] pcm, int length, int bytesPerSample) {
    return switch (this) {
      case NONE -> length;
      case SWAP -> swap(pcm, length, bytesPerSample);
      case UNSIGN -> {
        for (int i = 0; i < length; i++) {
          pcm[i] ^= (byte) SIGN_BIT;
        }
        yield length;
      }
      case LOW_THREE -> narrow(pcm, length, bytesPerSample);
    };
  }

  private static int swap(byte[] pcm, int length, int bytesPerSample) {
    for (int first = 0; first < length; first += bytesPerSample) {
      for (int a = first, b = first + bytesPerSample - 1; a < b; a++, b--) {
        byte moved = pcm[a];
        pcm[a] = pcm[b];
        pcm[b] = moved;
      }
    }
    return length;
  }

  private static int narrow(byte[] pcm, int length, int bytesPerSample) {
    int to = 0;
    for (int from = 0; from < length; from += Integer.BYTES) {
      System.arraycopy(pcm, from, pcm, to, bytesPerSample);
      to += bytesPerSample;
    }
    return to;
  }
}
