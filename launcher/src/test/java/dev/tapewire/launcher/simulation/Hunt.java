package dev.tapewire.launcher.simulation;

import java.util.function.LongBinaryOperator;

/** Looks for a history that fails. Called across class loaders, so by a type of the JDK. */
final class Hunt implements LongBinaryOperator {
  Hunt() {}

  /** {@return how many seeds from {@code first} on it took until one failed; -1: all held} */
  @Override
  public long applyAsLong(long first, long most) {
    Coverage coverage = new Coverage();
    for (long i = 0; i < most; i++) {
      if (!History.run(first + i, coverage).isGood()) {
        return i + 1;
      }
    }
    return -1;
  }
}
