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
 * other source is read when there is room. In a pause what is read is counted in place of being
 * handed over. Confined to the reader thread; stopped by any.
 */
final class CaptureReader implements Runnable {
  private static final long ROOM_POLL_NS = 1_000_000L;

  private final AudioSource source;
  private final Ring ring;
  private final SleepWatch sleep;
  private final Withholding withholding;
  private final InputWatch input;
  private final Slot spare;
  private final Losses pending = new Losses();

  private long readBytes;

  /** Whether the claimed slot holds what was read as a pause began. */
  private boolean held;

  private volatile boolean stopped;
  private volatile boolean over;
  private volatile Throwable failure;
  private volatile String sourceFailure;
  private volatile long unreadBytes;
  private volatile long withheldSamples;

  /**
   * Reads {@code source}.
   *
   * @param sleep notices sleep of the machine; null if that costs this source nothing
   */
  CaptureReader(
      AudioSource source,
      Ring ring,
      int frameSamples,
      SleepWatch sleep,
      Withholding withholding,
      InputWatch input) {
    this.source = source;
    this.ring = ring;
    this.sleep = sleep;
    this.withholding = withholding;
    this.input = input;
    this.spare = new Slot(frameSamples, source.format().blockBytes());
  }

  /** Reads until the source ends or fails, or {@link #stop}. */
  @Override
  public void run() {
    try {
      boolean more = true;
      while (!stopped && more) {
        more = step();
      }
      if (more) {
        readWhatIsHeld();
      }
      source.finish(pending);
      handOverPending();
      sourceFailure = more ? null : source.failure();
    } catch (Throwable e) { // An Error, too, is not the end of the source.
      failure = e;
    } finally {
      over = true;
      ring.close();
    }
  }

  /** What was given before the stop is recorded; a source that never ends is not waited for. */
  private void readWhatIsHeld() {
    long untilBytes = readBytes + source.heldBytes();
    boolean more = true;
    while (more && readBytes < untilBytes && source.heldBytes() > 0 && !ring.isClosed()) {
      more = step();
    }
    boolean gaveUp = ring.isClosed();
    unreadBytes = gaveUp ? untilBytes - readBytes : 0;
  }

  /** Reads at most one frame. {@return false if the source has ended} */
  boolean step() {
    boolean paused = withholding.isOn();
    boolean keeps = source.keepsUnread();
    if (paused && keeps) {
      input.heldBack();
      source.rest();
      return true;
    }
    Slot slot = paused ? null : ring.claim();
    if (slot == null && !paused && !source.isLive()) {
      input.heldBack();
      LockSupport.parkNanos(ROOM_POLL_NS);
      return true;
    }
    Slot into = slot == null ? spare : slot;
    if (held) {
      held = false;
      publish(slot);
      return true;
    }
    if (!source.read(into)) {
      return false;
    }
    note(into, keeps, paused);
    if (sleep != null) {
      sleep.look(into.losses());
    }
    if (keeps && withholding.isOn()) {
      held = true; // The pause began in this read: it waits in its slot.
    } else if (!keeps && (paused || withholding.covers(into))) {
      drop(into, GapReason.WITHHELD);
    } else if (slot == null) {
      drop(into, ring.isBlocked() ? GapReason.DISK_FULL : GapReason.OVERRUN);
    } else {
      publish(slot);
    }
    return true;
  }

  private void note(Slot read, boolean keeps, boolean paused) {
    readBytes += (long) read.samples() * source.format().blockBytes();
    if (read.samples() > 0) {
      input.heard(read, paused || withholding.covers(read));
    } else if (keeps) {
      input.heldBack(); // It is paced.
    }
  }

  private void publish(Slot slot) {
    slot.losses().takeFrom(pending);
    if (!slot.isEmpty()) {
      withheldSamples = 0; // Before the ring has it: it must not count twice.
      ring.publish();
    }
  }

  private void drop(Slot read, GapReason reason) {
    pending.takeFrom(read.losses());
    pending.add(reason, read.samples());
    read.clear();
    withheldSamples = pending.samples(GapReason.WITHHELD);
  }

  /** What was dropped last must be told, too. */
  private void handOverPending() {
    while (pending.samples() > 0) {
      Slot slot = ring.claim();
      if (slot == null) {
        LockSupport.parkNanos(ROOM_POLL_NS);
      } else {
        publish(slot);
      }
    }
  }

  /** {@return samples per channel withheld that the ring does not have yet; asked by any thread} */
  long withheldSamples() {
    return withheldSamples;
  }

  /** Asks it to end after the read that it is in. */
  void stop() {
    stopped = true;
  }

  /** {@return whether it has ended} */
  boolean isOver() {
    return over;
  }

  /** {@return why it ended, or null: the source ended or failed, or it was stopped} */
  Throwable failure() {
    return failure;
  }

  /** {@return bytes that the source held at the stop and that could not be read in time} */
  long unreadBytes() {
    return unreadBytes;
  }

  /** {@return how the source failed, or null: it ended by itself, or it was stopped} */
  String sourceFailure() {
    return sourceFailure;
  }
}
