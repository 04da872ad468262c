package dev.tapewire.sender;

/**
 * How long nothing new was confirmed. Only what was never confirmed before counts: a peer that
 * connects, greets, rewinds or takes bytes and confirms nothing holds no exit up. Confined to the
 * agent thread.
 */
final class DrainClock {
  private final long drainNs;
  private long newestNs;

  /** Runs from {@code nowNs} on, for {@code drainNs} without a confirmation. */
  DrainClock(long drainNs, long nowNs) {
    this.drainNs = drainNs;
    this.newestNs = nowNs;
  }

  /** Something new was confirmed at {@code atNs}; MIN_VALUE: never yet. */
  void confirmed(long atNs) {
    newestNs = Math.max(newestNs, atNs);
  }

  /**
   * Audio of that length was sent for the first time, at a pace. It puts the end off by no more
   * than it lasts, so that a trickle does not.
   */
  void sent(long durationNs, long nowNs) {
    newestNs = Math.min(nowNs, newestNs + durationNs);
  }

  /** The recording itself has nothing to send: time does not count. */
  void rest(long nowNs) {
    newestNs = nowNs;
  }

  /** {@return whether it has been long enough} */
  boolean isOver(long nowNs) {
    return nowNs - newestNs > drainNs;
  }
}
