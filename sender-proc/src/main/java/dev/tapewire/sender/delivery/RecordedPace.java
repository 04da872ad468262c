package dev.tapewire.sender.delivery;

import dev.tapewire.common.audio.PcmFormat;

/**
 * Paces by recorded positions, a number of times faster than they were recorded. Deadlines are
 * absolute, from the first question on, so that a late one is made up for. Confined to the agent
 * thread.
 */
public final class RecordedPace implements Pacing {
  private static final long NOT_STARTED = Long.MIN_VALUE;

  private final PcmFormat format;
  private final long firstPosition;
  private final double speed;
  private long startNs = NOT_STARTED;

  /** Starts at {@code firstPosition}; a {@code speed} of 1 is real time. */
  public RecordedPace(PcmFormat format, long firstPosition, double speed) {
    this.format = format;
    this.firstPosition = firstPosition;
    this.speed = speed;
  }

  @Override
  public boolean due(long endPosition, long nowNs) {
    if (startNs == NOT_STARTED) {
      startNs = nowNs;
    }
    return nowNs - startNs >= (long) (format.toNs(endPosition - firstPosition) / speed);
  }
}
