package dev.tapewire.capture;

/**
 * What recorded audio survives. Immutable.
 *
 * @param withinNs how old it may get before it is on the disk; 0: it survives the death of any
 *     process, and a power cut may take what the kernel has not written yet
 */
record Durability(long withinNs) {
  static final Durability PROCESS = new Durability(0);

  /** {@return whether it is to survive a power cut} */
  boolean syncs() {
    return withinNs > 0;
  }
}
