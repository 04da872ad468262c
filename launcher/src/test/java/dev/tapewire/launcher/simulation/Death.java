package dev.tapewire.launcher.simulation;

/** A process dies here: nothing that it would have done after this happens. */
final class Death extends Error {
  private static final long serialVersionUID = 1L;

  Death() {
    super("the process dies here", null, false, false);
  }
}
