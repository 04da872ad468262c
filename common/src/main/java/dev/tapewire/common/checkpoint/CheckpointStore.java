package dev.tapewire.common.checkpoint;

/** Keeps the newest checkpoint of one destination through the death of the process. */
public interface CheckpointStore extends AutoCloseable {
  /** {@return the newest checkpoint saved whole, or {@link Checkpoint#START}} */
  Checkpoint load();

  /** Replaces it; a death in mid-save leaves the one before. */
  void save(Checkpoint checkpoint);

  @Override
  void close();
}
