package dev.tapewire.capture.device;

import dev.tapewire.common.audio.PcmFormat;

/**
 * Estimates how many samples a device lost without a word. It compares the samples that came with
 * the monotonic clock: a read can come late but never early, so the smallest delay of a time says
 * how far the samples are behind, and if that grows by much, samples are missing. Confined to the
 * reader thread.
 */
final class LossEstimator {
  /** Long against the waits of a busy machine, short against the drift of a crystal. */
  private static final long WINDOW_NS = 5_000_000_000L;

  /** After a sign of an overrun, so long until the backlog of the device is surely read. */
  private static final long SUSPECT_WINDOW_NS = 300_000_000L;

  private static final long RISE_NS_MIN = 100_000_000L;
  private static final long SUSPECT_RISE_NS_MIN = 5_000_000L;
  private static final long NONE = Long.MAX_VALUE;

  private final PcmFormat format;
  private boolean started;
  private boolean suspect;
  private long startNs;
  private long samples;
  private long baselineNs = NONE;
  private long delayNsMin = NONE;
  private long windowEndNs;

  LossEstimator(PcmFormat format) {
    this.format = format;
  }

  /**
   * Looks at a read.
   *
   * @param overrun whether the device's buffer was full before it
   * @return samples lost, told once: some while after they were, never before
   */
  long offer(int samplesRead, long readNs, boolean overrun) {
    if (!started) {
      started = true;
      startNs = readNs;
      windowEndNs = readNs + WINDOW_NS;
    }
    if (overrun && !suspect) {
      baselineNs = baselineNs == NONE ? delayNsMin : baselineNs;
      suspect = true;
      beginWindow(readNs + SUSPECT_WINDOW_NS);
    }
    long lost = readNs >= windowEndNs ? closeWindow(readNs) : 0;
    samples += samplesRead + lost;
    delayNsMin = Math.min(delayNsMin, readNs - startNs - format.toNs(samples));
    return lost;
  }

  private long closeWindow(long readNs) {
    long riseNs = baselineNs == NONE || delayNsMin == NONE ? 0 : delayNsMin - baselineNs;
    long lost = riseNs > (suspect ? SUSPECT_RISE_NS_MIN : RISE_NS_MIN) ? riseNs : 0;
    if (lost == 0 && delayNsMin != NONE) {
      baselineNs = delayNsMin;
    }
    suspect = false;
    beginWindow(readNs + WINDOW_NS);
    return format.toSamples(lost);
  }

  private void beginWindow(long endNs) {
    windowEndNs = endNs;
    delayNsMin = NONE;
  }
}
