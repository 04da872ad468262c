package dev.tapewire.capture.soundfile;

/** How the samples of a file become those of the tape, which are little-endian. Immutable. */
public enum SampleTransform {
  /** They are so already. */
  NONE,
  /** Big-endian: the bytes of each sample are turned round. */
  SWAP,
  /** Signed 8 bit, which no WAV has: moved to unsigned. */
  UNSIGN;

  private static final int SIGN_BIT = 0x80;

  /**
   * Transforms in place.
   *
   * @param length bytes, whole samples
   */
  public void apply(byte[] pcm, int length, int bytesPerSample) {
    switch (this) {
      case NONE -> {}
      case SWAP -> swap(pcm, length, bytesPerSample);
      case UNSIGN -> {
        for (int i = 0; i < length; i++) {
          pcm[i] ^= (byte) SIGN_BIT;
        }
      }
    }
  }

  private static void swap(byte[] pcm, int length, int bytesPerSample) {
    for (int first = 0; first < length; first += bytesPerSample) {
      for (int a = first, b = first + bytesPerSample - 1; a < b; a++, b--) {
        byte moved = pcm[a];
        pcm[a] = pcm[b];
        pcm[b] = moved;
      }
    }
  }
}
