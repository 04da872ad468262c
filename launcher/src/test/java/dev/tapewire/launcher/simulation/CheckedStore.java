package dev.tapewire.launcher.simulation;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.checkpoint.CheckpointStore;
import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * A checkpoint in the production layout, in memory that outlives its process: a death may tear the
 * save, a power cut may take it. Confined to one thread.
 */
final class CheckedStore implements CheckpointStore {
  private static final int BYTES = 512;

  private final byte[] bytes = new byte[BYTES];
  private final Fuse fuse;

  /** Told the checkpoint before and the one that is saved. */
  private final BiConsumer<Checkpoint, Checkpoint> check;

  private byte[] durable = new byte[BYTES];
  private MappedCheckpointStore store;

  /** Saved, and not taken by a power cut. */
  private Checkpoint saved = Checkpoint.START;

  /** The last that was to be saved. */
  private Checkpoint tried = Checkpoint.START;

  CheckedStore(Fuse fuse, BiConsumer<Checkpoint, Checkpoint> check) {
    this.fuse = fuse;
    this.check = check;
    reopen();
  }

  /** Another process opens it. */
  void reopen() {
    store = MappedCheckpointStore.over(ByteBuffer.wrap(bytes));
    Checkpoint found = store.load();
    Violation.unless(
        found.equals(saved) || found.equals(tried),
        () -> "a death takes the checkpoint from " + saved.next() + " to " + found.next());
    saved = found;
  }

  @Override
  public Checkpoint load() {
    return store.load();
  }

  @Override
  public void save(Checkpoint checkpoint) {
    check.accept(store.load(), checkpoint);
    fuse.handOver();
    byte[] before = bytes.clone();
    tried = checkpoint;
    store.save(checkpoint);
    try {
      fuse.handOver();
    } catch (Death death) {
      tear(before, (int) checkpoint.next() % BYTES);
      throw death;
    }
    saved = checkpoint;
  }

  /** Of the newest save only some bytes are there. */
  private void tear(byte[] before, int from) {
    System.arraycopy(before, from, bytes, from, BYTES - from);
  }

  /** The kernel writes the page to the disk, as it does now and then. */
  void sync() {
    durable = bytes.clone();
  }

  /** The power is cut: the page is as it was synced, or half of it is. */
  void cutPower(RandomGenerator random) {
    int from = random.nextInt(BYTES + 1);
    System.arraycopy(durable, from, bytes, from, BYTES - from);
    if (random.nextInt(4) == 0) {
      System.arraycopy(durable, 0, bytes, 0, from);
    }
    sync();
    saved = MappedCheckpointStore.over(ByteBuffer.wrap(bytes)).load();
    tried = saved;
  }

  @Override
  public void close() {
    // The memory outlives it.
  }
}
