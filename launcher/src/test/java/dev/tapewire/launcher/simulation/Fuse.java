package dev.tapewire.launcher.simulation;

/**
 * Kills a process between two hand-overs: wherever it hands state on (a write, a sync, a message, a
 * checkpoint), it says so here. Confined to one thread.
 */
final class Fuse {
  private int left = -1;
  private long handOvers;

  /** The process dies at the hand-over after {@code more} others. */
  void light(int more) {
    left = more;
  }

  /** Nobody dies. */
  void out() {
    left = -1;
  }

  boolean isLit() {
    return left >= 0;
  }

  /** {@return how often state was handed on} */
  long handOvers() {
    return handOvers;
  }

  /** State is about to be handed on. */
  void handOver() {
    handOvers++;
    if (left >= 0 && left-- == 0) {
      throw new Death();
    }
  }
}
