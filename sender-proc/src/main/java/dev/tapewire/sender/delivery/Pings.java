package dev.tapewire.sender.delivery;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The pings of one link, each with a payload of its own, and which of them are answered. A pong
 * answers the ping whose payload it brings back, and every ping before that (RFC 6455, 5.5.3). A
 * pong with any other payload, or with none, was not asked for and proves nothing. Safe for use by
 * any thread.
 */
public final class Pings {
  /** Pings that may be unanswered; at one in 2 s the link is given up long before. */
  private static final int UNANSWERED_MAX = 1024;

  private final Deque<Integer> unanswered = new ArrayDeque<>();
  private int sent;
  private int answered;
  private int unasked;

  /** A ping with this payload is about to be written. */
  public synchronized void sent(int payload) {
    if (unanswered.size() == UNANSWERED_MAX) {
      unanswered.remove();
    }
    unanswered.add(payload);
    sent++;
  }

  /** A pong with this payload came. */
  public synchronized void came(int payload) {
    if (!unanswered.contains(payload)) {
      unasked++;
      return;
    }
    while (unanswered.remove() != payload) {
      // It is answered with the ping behind it.
    }
    answered = sent - unanswered.size();
  }

  /** A pong came whose payload none of our pings has. */
  public synchronized void cameUnasked() {
    unasked++;
  }

  /** {@return pings sent; raised before the ping is written} */
  public synchronized int sentCount() {
    return sent;
  }

  /** {@return how many of the first pings are answered} */
  public synchronized int answeredCount() {
    return answered;
  }

  /** {@return pongs that answered nothing} */
  public synchronized int unaskedCount() {
    return unasked;
  }
}
