package dev.tapewire.sender.link;

import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;

/**
 * A time-out that is always pending and does nothing. Okio wakes its watchdog whenever a time-out
 * begins that is the next to pass, as each write's is while there is no other: twice for a frame.
 * Behind this one, which passes sooner than any write's, the watchdog sleeps on. Safe for use by
 * any thread.
 */
final class WatchdogRest extends AsyncTimeout implements AutoCloseable {
  private volatile boolean closed;

  private WatchdogRest(long periodNs) {
    timeout(periodNs, TimeUnit.NANOSECONDS);
  }

  /** Begins one that lets writes be whose time-out is no shorter than {@code periodNs}. */
  static WatchdogRest begin(long periodNs) {
    WatchdogRest rest = new WatchdogRest(periodNs);
    rest.enter();
    return rest;
  }

  /** Begins anew, on the watchdog's thread. */
  @Override
  protected void timedOut() {
    exit();
    if (!closed) {
      enter();
    }
  }

  @Override
  public void close() {
    closed = true;
    cancel();
  }
}
