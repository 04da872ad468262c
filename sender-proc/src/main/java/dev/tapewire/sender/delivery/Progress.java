package dev.tapewire.sender.delivery;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.checkpoint.CheckpointStore;

/**
 * How far the destination has confirmed, in memory and in its store, always the same in both.
 * Confined to the agent thread.
 */
final class Progress {
  private final CheckpointStore store;
  private Checkpoint checkpoint;

  Progress(CheckpointStore store) {
    this.store = store;
    this.checkpoint = store.load();
  }

  /** {@return the newest checkpoint} */
  Checkpoint checkpoint() {
    return checkpoint;
  }

  /** Saves a checkpoint, if it says anything new. */
  void move(Checkpoint to) {
    if (!to.equals(checkpoint)) {
      store.save(to);
      checkpoint = to;
    }
  }
}
