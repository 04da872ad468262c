package dev.tapewire.sender.delivery;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.checkpoint.CheckpointStore;

/** A checkpoint that outlives the delivery, and counts its saves. Confined to one thread. */
final class MemoryCheckpoint implements CheckpointStore {
  Checkpoint newest = Checkpoint.START;
  int saves;

  @Override
  public Checkpoint load() {
    return newest;
  }

  @Override
  public void save(Checkpoint checkpoint) {
    newest = checkpoint;
    saves++;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
