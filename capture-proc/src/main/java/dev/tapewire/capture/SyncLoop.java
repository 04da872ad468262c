package dev.tapewire.capture;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.tape.TapeSync;
import dev.tapewire.common.time.Clock;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Syncs the tape over and over beside its writer, and tells when that is late. A sync begins twice
 * in the time allowed: what is appended behind the begin of one is on the disk with the next, so
 * each may take half of that time. Confined to the sync thread; stopped by any.
 */
final class SyncLoop implements Runnable {
  private static final long NS_PER_MS = 1_000_000;

  private final TapeSync tape;
  private final CounterFile<CaptureCounter> counters;
  private final long withinNs;
  private final Clock clock;
  private final Log log;

  /** All that was appended before is on the disk. */
  private long syncedNs;

  private boolean late;
  private boolean failed;
  private volatile boolean stopped;

  SyncLoop(
      TapeSync tape,
      CounterFile<CaptureCounter> counters,
      Durability durability,
      Clock clock,
      Log log) {
    this.tape = tape;
    this.counters = counters;
    this.withinNs = durability.withinNs();
    this.clock = clock;
    this.log = log;
    this.syncedNs = clock.monotonicNs();
  }

  /** Syncs until {@link #stop}, and then once more. */
  @Override
  public void run() {
    boolean last;
    do {
      last = stopped;
      long nextNs = clock.monotonicNs() + withinNs / 2;
      turn();
      long waitNs = nextNs - clock.monotonicNs();
      while (!stopped && waitNs > 0) {
        LockSupport.parkNanos(waitNs);
        waitNs = nextNs - clock.monotonicNs();
      }
    } while (!last);
  }

  /** One sync. */
  void turn() {
    long beganNs = clock.monotonicNs();
    long beganEpochNs = clock.epochNs();
    try {
      tape.sync();
    } catch (IOException | RuntimeException e) { // A thread that ends would promise on.
      failed(e);
    }
    long ageNs = clock.monotonicNs() - syncedNs;
    if (!failed) {
      syncedNs = beganNs;
      counters.set(CaptureCounter.SYNCED_EPOCH_NS, beganEpochNs);
      tellLateness(ageNs);
    }
  }

  /** Asks it to end; whoever runs it is to be unparked. */
  void stop() {
    stopped = true;
  }

  private void failed(Exception e) {
    if (!failed) {
      failed = true;
      log.warn(
          "can't sync the tape: "
              + IoReason.of(e)
              + "; it is recorded on, but a power cut may take what was not synced before",
          e);
    }
  }

  private void tellLateness(long ageNs) {
    boolean now = ageNs > withinNs;
    if (now && !late) {
      log.warn(
          "the disk is slow: a sync was done when its audio was "
              + ageNs / NS_PER_MS
              + " ms old, with "
              + withinNs / NS_PER_MS
              + " ms promised");
    } else if (late && !now) {
      log.info("syncs are done within " + withinNs / NS_PER_MS + " ms again");
    }
    late = now;
  }
}
