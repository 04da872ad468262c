package dev.tapewire.sender.delivery;

/**
 * What a destination that acknowledges nothing shows of having taken in what was sent. Confined to
 * the agent thread.
 */
interface Evidence {
  /**
   * Looks again.
   *
   * @param handedBytes payload bytes handed to the link so far
   */
  void look(long handedBytes, long nowNs);

  /** {@return of the payload bytes handed to the link, how many are proven to have passed} */
  long passedBytes();

  /** {@return bytes that may be under way, handed over and not proven, at this link's pace} */
  long windowBytes();

  /** {@return whether a proof that was asked for is so late that none will come} */
  boolean isOverdue(long nowNs);

  /** {@return the same, for people} */
  String overdue();
}
