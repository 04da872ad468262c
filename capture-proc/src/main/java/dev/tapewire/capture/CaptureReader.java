package dev.tapewire.capture;

import dev.tapewire.capture.ring.Losses;
import dev.tapewire.capture.ring.Ring;
import dev.tapewire.capture.ring.Slot;
import dev.tapewire.capture.source.AudioSource;
import dev.tapewire.common.record.GapReason;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads a source into the ring. A live source never waits: while the ring is full, what it gives is
 * counted and dropped, and the count goes to the tape, in its place, as soon as there is room. Any
 * other source is read when there is room. Confined to the reader thread; stopped by any.
 */
final class CaptureReader implements Runnable {
  private static final long ROOM_POLL_NS = 1_000_000L;

  private final AudioSource source;
  private final Ring ring;
  private final SleepWatch sleep;
  private final Slot spare;
  private final Losses pending = new Losses();
  private volatile boolean stopped;
  private volatile RuntimeException failure;

  /**
   * Reads {@code source}.
   *
   * @param sleep notices sleep of the machine; null if that costs this source nothing
   */
  CaptureReader(AudioSource source, Ring ring, int frameSamples, SleepWatch sleep) {
    this.source = source;
    this.ring = ring;
    this.sleep = sleep;
    this.spare = new Slot(frameSamples, source.format().blockBytes());
  }

  /** Reads until the source ends or fails, or {@link #stop}. */
  @Override
  public void run() {
    try {
      while (!stopped && step()) {}
      handOverPending();
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      ring.close();
    }
  }

  /** Reads at most one frame. {@return false if the source has ended} */
  boolean step() {
    Slot slot = ring.claim();
    if (slot == null && !source.isLive()) {
      LockSupport.parkNanos(ROOM_POLL_NS);
      return true;
    }
    if (slot == null) {
      return drop();
    }
    if (!source.read(slot)) {
      return false;
    }
    if (sleep != null) {
      sleep.look(slot.losses());
    }
    slot.losses().takeFrom(pending);
    if (!slot.isEmpty()) {
      ring.publish();
    }
    return true;
  }

  private boolean drop() {
    boolean more = source.read(spare);
    pending.takeFrom(spare.losses());
    pending.add(GapReason.OVERRUN, spare.samples());
    spare.clear();
    return more;
  }

  /** What was dropped last must be told, too. */
  private void handOverPending() {
    while (pending.samples() > 0) {
      Slot slot = ring.claim();
      if (slot == null) {
        LockSupport.parkNanos(ROOM_POLL_NS);
      } else {
        slot.losses().takeFrom(pending);
        ring.publish();
      }
    }
  }

  /** Asks it to end after the read that it is in. */
  void stop() {
    stopped = true;
  }

  /** {@return why it ended, or null: the source ended, or it was stopped} */
  RuntimeException failure() {
    return failure;
  }
}
