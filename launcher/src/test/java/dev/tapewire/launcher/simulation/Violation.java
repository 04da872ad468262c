package dev.tapewire.launcher.simulation;

/** What must never be was seen. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Violation(String what) {
    super(what);
  }

  static void unless(boolean holds, String what) {
    if (!holds) {
      throw new Violation(what);
    }
  }
}
