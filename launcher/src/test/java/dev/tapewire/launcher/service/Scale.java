package dev.tapewire.launcher.service;

/**
 * How much faster the clock of a service goes than the wall's: its ceilings are so much higher, its
 * time limits so much shorter. Immutable.
 *
 * @param times 1 is the real thing
 */
record Scale(double times) {
  // Threads of a busy machine are late by so much, which no scale makes shorter.
  private static final double LATE_SECONDS = 1;

  /** {@return the wall's nanoseconds for a limit of {@code seconds}, and what threads are late} */
  long limitNs(double seconds) {
    return (long) ((seconds / times + (times > 1 ? LATE_SECONDS : 0)) * 1e9);
  }

  /** {@return the service's seconds in {@code ns} of the wall} */
  double seconds(long ns) {
    return ns / 1e9 * times;
  }
}
