package dev.tapewire.sender.delivery;

import dev.tapewire.common.checkpoint.Checkpoint;

/** Where a delivery leaves what is to follow behind the newest. Confined to the agent thread. */
public interface Backlog {
  /** {@return whether a backlog may be left now: there is a live edge, and room to note it} */
  boolean mayBeLeft();

  /**
   * Notes, durably, that the delivery goes on at a later place and that what is between is owed.
   *
   * @param at where it goes on, as a checkpoint there
   * @param sentPosition up to which samples were handed to a link before
   * @throws java.io.UncheckedIOException if the disk is full or failed
   */
  void leave(Checkpoint at, long sentPosition);
}
