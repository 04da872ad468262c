package dev.tapewire.common.agent;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Where other threads leave events for the one that owns the state. Bounded; a full mailbox makes
 * the caller wait, which is back-pressure on the network's threads. Safe for use by any thread.
 */
public final class Mailbox<E> {
  private final ArrayBlockingQueue<E> queue;

  /** Holds at most {@code capacity} events. */
  public Mailbox(int capacity) {
    queue = new ArrayBlockingQueue<>(capacity);
  }

  /** Leaves an event, waiting while the box is full. */
  public void put(E event) throws InterruptedException {
    queue.put(event);
  }

  /** Leaves an event if there is room. {@return whether it was taken} */
  public boolean offer(E event) {
    return queue.offer(event);
  }

  /** {@return the oldest event, or null if there is none} */
  public E poll() {
    return queue.poll();
  }

  /** {@return the oldest event, waiting for it up to {@code timeoutNs}, or null} */
  public E poll(long timeoutNs) throws InterruptedException {
    return queue.poll(timeoutNs, TimeUnit.NANOSECONDS);
  }
}
