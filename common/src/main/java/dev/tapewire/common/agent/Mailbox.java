package dev.tapewire.common.agent;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * Where other threads leave events for the one that owns the state. Bounded; a full mailbox makes
 * the caller wait, which is back-pressure on the network's threads. Safe for use by any thread.
 */
public final class Mailbox<E> {
  private final ArrayBlockingQueue<E> queue;
  private final ToIntFunction<E> weight;
  private final int weightMax;
  private final Semaphore room;

  /** Holds at most {@code capacity} events. */
  public Mailbox(int capacity) {
    this(capacity, 0, event -> 0);
  }

  /**
   * Holds at most {@code capacity} events, and events of at most {@code weightMax} in all; one that
   * weighs more is held alone.
   *
   * @param weight of an event, not negative; any thread asks
   */
  public Mailbox(int capacity, int weightMax, ToIntFunction<E> weight) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.weight = weight;
    this.weightMax = weightMax;
    this.room = new Semaphore(weightMax, true);
  }

  /** Leaves an event, waiting while the box is full. */
  public void put(E event) throws InterruptedException {
    int taken = weigh(event);
    room.acquire(taken);
    try {
      queue.put(event);
    } catch (InterruptedException e) {
      room.release(taken);
      throw e;
    }
  }

  /** Leaves an event if there is room. {@return whether it was taken} */
  public boolean offer(E event) {
    int taken = weigh(event);
    if (!room.tryAcquire(taken)) {
      return false;
    }
    boolean offered = queue.offer(event);
    if (!offered) {
      room.release(taken);
    }
    return offered;
  }

  /** {@return the oldest event, or null if there is none} */
  public E poll() {
    return released(queue.poll());
  }

  /** {@return the oldest event, waiting for it up to {@code timeoutNs}, or null} */
  public E poll(long timeoutNs) throws InterruptedException {
    return released(queue.poll(timeoutNs, TimeUnit.NANOSECONDS));
  }

  private E released(E event) {
    if (event != null) {
      room.release(weigh(event));
    }
    return event;
  }

  private int weigh(E event) {
    return Math.min(weight.applyAsInt(event), weightMax);
  }
}
