package dev.tapewire.capture.source;

import dev.tapewire.common.audio.PcmFormat;

/**
 * Says when a sample is due, from one fixed start, so that errors do not add up. Confined to the
 * reader thread.
 */
final class Pacer {
  /** So that a wish to stop is seen soon. */
  private static final long WAIT_NS_MAX = 100_000_000L;

  private final PcmFormat format;
  private final double speed;
  private final Surroundings around;
  private long startNs;
  private long samples;

  /**
   * Paces {@code speed} times as fast as real time.
   *
   * @param speed positive; infinite: everything is due at once
   */
  Pacer(PcmFormat format, double speed, Surroundings around) {
    this.format = format;
    this.speed = speed;
    this.around = around;
  }

  /** Begins, or begins again after a rest. */
  void start() {
    samples = 0;
    startNs = around.clock().monotonicNs();
  }

  /** Waits until {@code next} more samples are due. {@return false if that takes longer yet} */
  boolean await(int next) {
    if (Double.isInfinite(speed)) {
      return true;
    }
    long dueNs = startNs + (long) (format.toNs(samples + next) / speed);
    long waitNs = dueNs - around.clock().monotonicNs();
    if (waitNs > 0) {
      around.idle().accept(Math.min(waitNs, WAIT_NS_MAX));
    }
    return around.clock().monotonicNs() >= dueNs;
  }

  /** Notes that {@code count} samples were given. */
  void gave(int count) {
    samples += count;
  }
}
