package dev.tapewire.launcher.host;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what other processes do. Confined to the test's thread. */
final class Patience {
  private static final long STEP_MS = 20;

  private Patience() {}

  /** Waits until {@code condition} holds; fails, naming {@code what}, after {@code bound}. */
  static void await(String what, Duration bound, Callable<Boolean> condition) throws Exception {
    long deadlineNs = System.nanoTime() + bound.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new AssertionError("not within " + bound.toSeconds() + " s: " + what);
      }
      Thread.sleep(STEP_MS);
    }
  }

  /** Lets {@code time} pass, for what takes its time by nature: audio that plays. */
  static void pass(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }
}
