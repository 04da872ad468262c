package dev.tapewire.sender;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.checkpoint.CheckpointStore;

/** The checkpoint of a replay, which begins anew each time. Confined to the agent thread. */
final class VolatileCheckpoint implements CheckpointStore {
  private Checkpoint newest = Checkpoint.START;

  @Override
  public Checkpoint load() {
    return newest;
  }

  @Override
  public void save(Checkpoint checkpoint) {
    newest = checkpoint;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
