package dev.tapewire.bench.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what must come about within a bound. Safe for use by any thread. */
public final class Patience {
  /** How long something may take to come about while programs start. */
  public static final Duration START_BOUND = Duration.ofSeconds(60);

  private static final long LOOK_NS = 1_000_000;

  private Patience() {}

  /** What is waited for. */
  @FunctionalInterface
  public interface Condition {
    /** {@return whether it is so} */
    boolean holds() throws Exception;
  }

  /** Waits until it is so; looks once a millisecond. */
  public static void await(String what, Duration bound, Condition condition) throws Exception {
    long endNs = System.nanoTime() + bound.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > endNs) {
        throw new IllegalStateException("not within " + bound.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(LOOK_NS);
    }
  }

  /** Lets time pass. */
  public static void pass(Duration time) {
    long endNs = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = endNs - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
