package dev.tapewire.capture;

/**
 * What of the delivered audio is kept. Immutable.
 *
 * @param dropWhenFull whether it makes room when the disk is nearly full
 * @param keepForMs so long; 0: as long as there is room
 * @param keepBytes so much, with all else under the tapes directory; 0: as much as there is room
 */
record RetentionRules(boolean dropWhenFull, long keepForMs, long keepBytes) {
  /** {@return whether anything is ever to be dropped} */
  boolean any() {
    return dropWhenFull || keepForMs > 0 || keepBytes > 0;
  }
}
