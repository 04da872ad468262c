package dev.tapewire.launcher.simulation;

/** One history, run from its seed. Immutable. */
record History(long seed, long events, long faults, String violation) {
  /** Runs the history of {@code seed}. */
  static History run(long seed, Coverage coverage) {
    return run(seed, Step.history(seed), coverage);
  }

  /** Runs any list of steps in the world of {@code seed}. */
  static History run(long seed, int[] steps, Coverage coverage) {
    World world = new World(Setup.of(seed), coverage);
    int length = world.setup().isWide() ? steps.length / 2 : steps.length;
    try {
      for (int i = 0; i < length; i++) {
        world.take(steps[i]);
      }
      world.finish();
      return new History(seed, world.events(), world.faultCount(), null);
    } catch (RuntimeException | Violation e) {
      return new History(seed, world.events(), world.faultCount(), describe(e));
    }
  }

  private static String describe(Throwable e) {
    if (e instanceof Violation) {
      return e.getMessage();
    }
    StackTraceElement[] trace = e.getStackTrace();
    StringBuilder out = new StringBuilder(e.toString());
    for (int i = 0; i < Math.min(6, trace.length); i++) {
      out.append(System.lineSeparator()).append("    at ").append(trace[i]);
    }
    return out.toString();
  }

  /** {@return whether nothing was seen that must never be} */
  boolean isGood() {
    return violation == null;
  }
}
