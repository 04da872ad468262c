package dev.tapewire.launcher.sessions;

import dev.tapewire.common.time.Clock;

/**
 * When a sample was captured. Immutable.
 *
 * @param epochNs UTC, ns since 1970
 * @param monotonicNs on the monotonic clock of the boot it was captured in, ns; {@link #NOT_KNOWN}
 */
record Captured(long epochNs, long monotonicNs) {
  /** No clock says this. */
  static final long NOT_KNOWN = Long.MIN_VALUE;

  /**
   * UTC and the monotonic clock go apart by more than this where the machine was started anew, or
   * slept, or its clock was set; by less where NTP holds them together.
   */
  private static final long SAME_BOOT_NS = 10_000_000_000L;

  /** A moment that only UTC tells. */
  static Captured atUtc(long epochNs) {
    return new Captured(epochNs, NOT_KNOWN);
  }

  /** {@return how long ago that was, ns; never below 0} */
  long ageNs(Clock clock) {
    long nowEpochNs = clock.epochNs();
    long nowNs = clock.monotonicNs();
    boolean sameBoot =
        monotonicNs != NOT_KNOWN
            && Math.abs((nowEpochNs - nowNs) - (epochNs - monotonicNs)) < SAME_BOOT_NS;
    return Math.max(0, sameBoot ? nowNs - monotonicNs : nowEpochNs - epochNs);
  }
}
