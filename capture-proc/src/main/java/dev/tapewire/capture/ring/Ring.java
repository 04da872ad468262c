package dev.tapewire.capture.ring;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A bounded ring of slots, all made beforehand, from one thread that fills them to one that empties
 * them. Neither waits for the other here: a full ring gives null, and so does an empty one. Safe
 * for use by one filling and one emptying thread.
 */
public final class Ring {
  private final Slot[] slots;
  private final AtomicLong filled = new AtomicLong();
  private final AtomicLong emptied = new AtomicLong();
  private volatile Thread sleeper;
  private volatile boolean closed;
  private volatile boolean blocked;

  /** Makes {@code capacity} slots for frames of {@code frameSamples}. */
  public Ring(int capacity, int frameSamples, int blockBytes) {
    slots = new Slot[capacity];
    for (int i = 0; i < capacity; i++) {
      slots[i] = new Slot(frameSamples, blockBytes);
    }
  }

  /** {@return an empty slot to fill, the same until it is published; null if the ring is full} */
  public Slot claim() {
    long next = filled.get();
    return next - emptied.get() == slots.length ? null : at(next);
  }

  /** Hands over the claimed slot. */
  public void publish() {
    filled.set(filled.get() + 1); // A full fence: the sleeper is looked at after it.
    wake();
  }

  /** Says that nothing more comes. */
  public void close() {
    closed = true;
    wake();
  }

  /** {@return whether nothing more is wanted or comes} */
  public boolean isClosed() {
    return closed;
  }

  /** {@return the oldest slot not released, or null if there is none} */
  public Slot peek() {
    long next = emptied.get();
    return next == filled.get() ? null : at(next);
  }

  /** Gives the slot that {@link #peek} showed back. */
  public void release() {
    long next = emptied.get();
    at(next).clear();
    emptied.setRelease(next + 1);
  }

  /** {@return whether nothing is left and nothing more comes} */
  public boolean isDrained() {
    return closed && peek() == null;
  }

  /** {@return slots waiting to be emptied} */
  public int size() {
    return (int) (filled.get() - emptied.get());
  }

  /** {@return how many slots there are} */
  public int capacity() {
    return slots.length;
  }

  /** Says whether the emptying thread can't empty it: the disk refuses. */
  public void block(boolean refused) {
    blocked = refused;
  }

  /** {@return whether nothing can leave it now} */
  public boolean isBlocked() {
    return blocked;
  }

  /** Lets the emptying thread wait until a slot is published, at most {@code timeoutNs}. */
  public void await(long timeoutNs) {
    sleeper = Thread.currentThread();
    if (peek() == null && !closed) {
      LockSupport.parkNanos(this, timeoutNs);
    }
    sleeper = null;
  }

  private void wake() {
    Thread waiting = sleeper;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  private Slot at(long index) {
    return slots[(int) (index % slots.length)];
  }
}
