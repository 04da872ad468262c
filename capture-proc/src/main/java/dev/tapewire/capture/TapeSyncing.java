package dev.tapewire.capture;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.TapeSync;
import dev.tapewire.common.tape.TapeWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that syncs a tape while it is recorded, or none: then the kernel writes when it likes.
 * Confined to the recording's thread.
 */
final class TapeSyncing implements AutoCloseable {
  /** A disk that takes longer for the last sync is not waited for. */
  private static final long LAST_SYNC_MS_MAX = 10_000;

  private final TapeSync tape;

  /** Null if nothing is to be synced. */
  private final Thread thread;

  private final SyncLoop loop;
  private final Log log;

  private TapeSyncing(TapeSync tape, Thread thread, SyncLoop loop, Log log) {
    this.tape = tape;
    this.thread = thread;
    this.loop = loop;
    this.log = log;
  }

  /** {@return what syncs {@code tape} once it is started, if that is wanted} */
  static TapeSyncing of(
      SessionPaths paths, TapeWriter tape, Durability durability, CaptureContext context) {
    tape.counters().set(CaptureCounter.SYNC_WITHIN_NS, durability.withinNs());
    tape.counters().set(CaptureCounter.SYNCED_EPOCH_NS, 0);
    TapeSync files = new TapeSync(paths);
    SyncLoop loop =
        new SyncLoop(files, tape.counters(), durability, context.clock(), context.log());
    return new TapeSyncing(
        files, durability.syncs() ? new Thread(loop, "tape-sync") : null, loop, context.log());
  }

  /** Begins to sync. */
  void start() {
    if (thread != null) {
      thread.setDaemon(true); // It may wait for a frozen disk for ever.
      thread.start();
    }
  }

  /** Lets it end when what was appended last is on the disk; does not wait for that. */
  void leave() {
    loop.stop();
    LockSupport.unpark(thread);
  }

  /** {@return whether {@link #close} waits for nothing} */
  boolean isOver() {
    return thread == null || !thread.isAlive();
  }

  /** Ends, with what was appended last on the disk. */
  @Override
  public void close() {
    if (thread == null) {
      return;
    }
    leave();
    try {
      thread.join(LAST_SYNC_MS_MAX);
      if (thread.isAlive()) {
        log.warn("the disk does not sync the end of the tape; a power cut may take it");
      } else {
        tape.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
