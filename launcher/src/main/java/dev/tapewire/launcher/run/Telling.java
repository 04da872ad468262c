package dev.tapewire.launcher.run;

/**
 * When a log is told how things stand: as soon as they stand otherwise, and ever less often while
 * they don't. Confined to one thread.
 */
final class Telling {
  /** What changes back and forth is told no more often. */
  private static final long CHANGE_NS_MIN = 1_000_000_000L;

  private static final long FIRST_NS = 10_000_000_000L;

  /** Often enough for somebody to see that it still runs. */
  private static final long EVERY_NS_MAX = 3_600_000_000_000L;

  private String gist = "";
  private long toldNs;
  private long everyNs = FIRST_NS;

  /** Has been told of nothing at {@code nowNs}. */
  Telling(long nowNs) {
    toldNs = nowNs;
  }

  /**
   * {@return whether a look at how things stand may be worth a line; if not, they need no asking}
   */
  boolean mayBeDue(long nowNs) {
    return nowNs - toldNs >= CHANGE_NS_MIN;
  }

  /** {@return whether a line is due; it is taken as told then} */
  boolean isDue(String now, long nowNs) {
    long sinceNs = nowNs - toldNs;
    boolean changed = !now.equals(gist) && (sinceNs >= CHANGE_NS_MIN);
    if (!changed && sinceNs < everyNs) {
      return false;
    }
    everyNs = changed ? FIRST_NS : Math.min(EVERY_NS_MAX, 2 * everyNs);
    gist = now;
    toldNs = nowNs;
    return true;
  }
}
