package dev.tapewire.sender.delivery;

import java.util.function.LongConsumer;

/**
 * The position up to which samples were ever handed to a link. Whoever keeps it is told before they
 * are: a process that dies in mid-send leaves the next one no less than may have arrived. Confined
 * to the agent thread.
 */
public final class SentMark {
  private final LongConsumer keep;
  private long position;

  /**
   * Makes a mark.
   *
   * @param before up to where an earlier process sent, as far as is known
   * @param keep told whenever it moves
   */
  public SentMark(long before, LongConsumer keep) {
    this.position = before;
    this.keep = keep;
  }

  /** Samples up to {@code to} are about to be handed over. */
  void reach(long to) {
    if (to > position) {
      position = to;
      keep.accept(to);
    }
  }

  long position() {
    return position;
  }
}
