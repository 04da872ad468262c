package dev.tapewire.capture;

import dev.tapewire.common.audio.PcmFormat;

/**
 * Chooses the frames that tell best when a position was captured. A read can come late, never
 * early; so of the frames of a window, the one that came soonest after its samples is nearest the
 * truth. Confined to the writer's thread.
 */
final class AnchorFilter {
  /**
   * A crystal 100 ppm off drifts 0.5 ms in this time, so UTC is told to 1 ms between two anchors.
   */
  private static final long WINDOW_NS = 5_000_000_000L;

  private final PcmFormat format;
  private long windowEndNs = Long.MIN_VALUE;
  private long delayNs = Long.MAX_VALUE;
  private long position;
  private long capturedNs;

  AnchorFilter(PcmFormat format) {
    this.format = format;
  }

  /**
   * Looks at a frame that is on the tape. The first one closes a window of its own.
   *
   * @param endPosition right after the frame
   * @return true if a window ends with it: {@link #position} and {@link #capturedNs} tell its best
   */
  boolean offer(long endPosition, long readNs) {
    long delay = readNs - format.toNs(endPosition);
    if (delay <= delayNs) {
      delayNs = delay;
      position = endPosition;
      capturedNs = readNs;
    }
    if (readNs < windowEndNs) {
      return false;
    }
    windowEndNs = readNs + WINDOW_NS;
    delayNs = Long.MAX_VALUE;
    return true;
  }

  /** {@return the position after the chosen frame} */
  long position() {
    return position;
  }

  /** {@return when the read of the chosen frame returned, monotonic ns} */
  long capturedNs() {
    return capturedNs;
  }
}
