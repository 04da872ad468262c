package dev.tapewire.sender.service;

/**
 * Finds where a stream may be cut without cutting a word: at the quietest place there is between a
 * least and a greatest distance. Pieces are s16le, mono. Confined to one thread.
 */
final class QuietCut {
  /** A piece so near the quietest one, in amplitude, is as quiet. */
  private static final double NEAR = 1.5;

  /** What an idle converter gives, in steps of 16 bits. */
  private static final double SILENT = 32;

  private final long samplesLeast;
  private final long samplesMost;
  private double quietest = Double.MAX_VALUE;
  private long samples;

  QuietCut(long samplesLeast, long samplesMost) {
    this.samplesLeast = samplesLeast;
    this.samplesMost = samplesMost;
  }

  /** Takes a piece. {@return whether the cut is behind it; then the next stretch begins} */
  boolean isBehind(byte[] pcm, int offset, int length) {
    samples += length / 2;
    double amplitude = amplitude(pcm, offset, length);
    quietest = Math.min(quietest, amplitude);
    boolean quiet = amplitude <= Math.max(SILENT, NEAR * quietest);
    if (samples < samplesMost && (samples < samplesLeast || !quiet)) {
      return false;
    }
    samples = 0;
    quietest = Double.MAX_VALUE;
    return true;
  }

  private static double amplitude(byte[] pcm, int offset, int length) {
    double sum = 0;
    for (int i = offset; i + 1 < offset + length; i += 2) {
      double sample = (short) ((pcm[i] & 0xFF) | pcm[i + 1] << 8);
      sum += sample * sample;
    }
    return length < 2 ? 0 : Math.sqrt(2 * sum / length);
  }
}
