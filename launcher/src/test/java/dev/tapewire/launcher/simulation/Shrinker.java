package dev.tapewire.launcher.simulation;

import java.util.Arrays;

/**
 * Makes a failing history short: leaves out part after part, ever smaller ones, as long as it goes
 * on failing. Immutable.
 */
final class Shrinker {
  private final long seed;

  Shrinker(long seed) {
    this.seed = seed;
  }

  /** {@return a history that fails, too, and of which no single step can be left out} */
  int[] shrink(int[] failing) {
    int[] steps = failing;
    int chunk = Math.max(1, steps.length / 2);
    while (true) {
      int before = steps.length;
      int from = 0;
      while (from < steps.length) {
        int[] fewer = without(steps, from, Math.min(steps.length, from + chunk));
        if (fails(fewer)) {
          steps = fewer;
        } else {
          from += chunk;
        }
      }
      if (chunk == 1 && steps.length == before) {
        return steps;
      }
      chunk = Math.max(1, chunk / 2);
    }
  }

  private boolean fails(int[] steps) {
    return !History.run(seed, steps, new Coverage()).isGood();
  }

  private static int[] without(int[] steps, int from, int to) {
    int[] fewer = Arrays.copyOf(steps, steps.length - (to - from));
    System.arraycopy(steps, to, fewer, from, steps.length - to);
    return fewer;
  }

  /**
   * {@return what a failing seed is told by: what was seen, how to see it again, the short form}
   */
  static String report(History failed) {
    int[] steps = new Shrinker(failed.seed()).shrink(Step.history(failed.seed()));
    History shrunk = History.run(failed.seed(), steps, new Coverage());
    StringBuilder out = new StringBuilder();
    out.append("seed ").append(failed.seed()).append(": ").append(failed.violation());
    out.append(System.lineSeparator());
    out.append("again: -Dtapewire.seed=").append(failed.seed()).append(System.lineSeparator());
    out.append(Setup.of(failed.seed()).describe()).append(System.lineSeparator());
    out.append(steps.length).append(" steps are left:").append(System.lineSeparator());
    Arrays.stream(steps).forEach(s -> out.append("  ").append(Step.describe(s)).append('\n'));
    return out.append(shrunk.violation()).toString();
  }
}
