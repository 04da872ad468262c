package dev.tapewire.capture.ring;

/**
 * Room for one frame and for what was lost right before it. A source fills it, the tape empties it.
 * Confined to the thread that claimed it.
 */
public final class Slot {
  private final byte[] pcm;
  private final int samplesMax;
  private final Losses losses = new Losses();
  private int from;
  private int samples;
  private long capturedNs;

  /** Makes room for {@code samplesMax} blocks of {@code blockBytes}. */
  public Slot(int samplesMax, int blockBytes) {
    this.samplesMax = samplesMax;
    this.pcm = new byte[Math.multiplyExact(samplesMax, blockBytes)];
  }

  /** {@return interleaved PCM} */
  public byte[] pcm() {
    return pcm;
  }

  /** {@return the index of the first block's first byte; 0 unless some were taken} */
  public int from() {
    return from;
  }

  /** {@return samples per channel that there is room for} */
  public int samplesMax() {
    return samplesMax;
  }

  /** {@return samples per channel in it; 0 if it holds losses alone} */
  public int samples() {
    return samples;
  }

  /** {@return when the read of these samples returned, monotonic ns} */
  public long capturedNs() {
    return capturedNs;
  }

  /** {@return what was lost right before these samples} */
  public Losses losses() {
    return losses;
  }

  /** Notes that the first {@code taken} blocks are of no more use. */
  public void took(int taken) {
    from += taken * (pcm.length / samplesMax);
    samples -= taken;
  }

  /** Notes how much was read and when. */
  public void fill(int samplesRead, long readNs) {
    from = 0;
    samples = samplesRead;
    capturedNs = readNs;
  }

  /** {@return whether there is anything in it} */
  public boolean isEmpty() {
    return samples == 0 && losses.samples() == 0;
  }

  /** Empties it. */
  public void clear() {
    samples = 0;
    losses.clear();
  }
}
