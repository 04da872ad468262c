package dev.tapewire.receiver.store;

import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.Track;
import java.io.IOException;

/**
 * What the sync thread does for one track, a slice at a time, so that what others wait for comes in
 * between. Confined to the sync thread.
 */
abstract class SyncWork implements Runnable {
  /** A slice: some milliseconds of a slow disk. */
  static final long SLICE_BYTES = 4L << 20;

  /** Written and not synced at most: a sync that takes long holds up all others. */
  private static final long UNSYNCED_BYTES_MAX = 32L << 20;

  private final Track track;
  private final Commit commit;
  private final Storage storage;
  private long unsyncedBytes;

  SyncWork(Track track, Commit commit, Storage storage) {
    this.track = track;
    this.commit = commit;
    this.storage = storage;
  }

  /** Does a slice. {@return whether that was the last} */
  abstract boolean step() throws IOException;

  @Override
  public final void run() {
    IOException failure = null;
    boolean done = true;
    try {
      done = step();
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException e) { // Else nobody would hear of it.
      failure = new IOException("the sync thread failed: " + e, e);
    }
    if (done) {
      storage.listener().committed(track, commit, failure);
    } else {
      storage.syncs().execute(this);
    }
  }

  /** So much is about to be written, into {@code file}. */
  final void take(long bytes, WavFile file) throws IOException {
    if (unsyncedBytes > UNSYNCED_BYTES_MAX) {
      file.force();
      unsyncedBytes = 0;
    }
    storage.syncReserve().take(bytes);
    unsyncedBytes += bytes;
  }
}
