package dev.tapewire.common.time;

import java.time.Instant;

/**
 * The machine's clocks. On Linux {@code System.nanoTime} is CLOCK_MONOTONIC, the same for every
 * process of a boot. Safe for use by any thread.
 */
public final class SystemClock implements Clock {
  private static final long NS_PER_SECOND = 1_000_000_000L;

  @Override
  public long monotonicNs() {
    return System.nanoTime();
  }

  @Override
  public long epochNs() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NS_PER_SECOND + now.getNano();
  }
}
