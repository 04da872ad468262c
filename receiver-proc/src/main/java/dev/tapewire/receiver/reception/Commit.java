package dev.tapewire.receiver.reception;

import java.util.List;

/**
 * What is to be made durable in one go: the audio up to a state, then the state. Immutable.
 *
 * @param state is durable once the commit is
 * @param newGaps since the commit before
 * @param rewrite null, or what the ledger is to hold from now on instead of growing
 */
public record Commit(DeliveryState state, List<StoredGap> newGaps, Stored rewrite) {
  /** Copies the list. */
  public Commit {
    newGaps = List.copyOf(newGaps);
  }
}
