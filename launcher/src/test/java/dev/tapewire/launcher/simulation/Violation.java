package dev.tapewire.launcher.simulation;

import java.util.function.Supplier;

/** What must never be was seen. An Error: nobody who takes care of others' faults takes it in. */
final class Violation extends Error {
  private static final long serialVersionUID = 1L;

  Violation(String what) {
    super(what);
  }

  static void unless(boolean holds, String what) {
    unless(holds, () -> what);
  }

  /** The same, where words would be made at every step. */
  static void unless(boolean holds, Supplier<String> what) {
    if (!holds) {
      throw new Violation(what.get());
    }
  }
}
