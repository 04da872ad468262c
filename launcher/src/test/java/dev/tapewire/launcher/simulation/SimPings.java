package dev.tapewire.launcher.simulation;

import dev.tapewire.sender.delivery.Pings;
import java.util.concurrent.TimeUnit;

/** The pings and pongs of one connection, as OkHttp has them. Confined to one thread. */
final class SimPings {
  /** A pong without a payload. */
  static final int EMPTY = -1;

  /** As in production: no pong until the next ping, no answer to a close. */
  private static final long PONG_NS_MAX = TimeUnit.SECONDS.toNanos(2);

  private static final long CLOSE_NS_MAX = TimeUnit.SECONDS.toNanos(60);

  private final Pings pings = new Pings();
  private boolean awaitingPong;
  private boolean closeSent;
  private boolean due;
  private long sinceNs;

  int sentCount() {
    return pings.sentCount();
  }

  int answeredCount() {
    return pings.answeredCount();
  }

  int unaskedCount() {
    return pings.unaskedCount();
  }

  /** Our close is said: no ping follows it. */
  void closes(long nowNs) {
    closeSent = true;
    sinceNs = nowNs;
  }

  /** {@return whether the next ping waits for a pong, or for the answer to the close} */
  boolean isAwaited() {
    return awaitingPong || closeSent;
  }

  /** {@return whether the wait has been too long} */
  boolean isDead(long nowNs) {
    return nowNs - sinceNs > (awaitingPong ? PONG_NS_MAX : CLOSE_NS_MAX);
  }

  /** {@return whether it is time for a pong that keeps the connection of a deaf peer alive} */
  boolean isKeptAlive(long nowNs) {
    return nowNs - sinceNs > PONG_NS_MAX / 2;
  }

  /** A ping is counted first and written then. */
  void count(long nowNs) {
    pings.sent(pings.sentCount() + 1);
    awaitingPong = true;
    due = true;
    sinceNs = nowNs;
  }

  /** {@return whether one was counted that is to be written now} */
  boolean takeDue() {
    boolean was = due;
    due = false;
    return was;
  }

  /** A pong came. */
  void came(int payload) {
    awaitingPong = false; // OkHttp takes any.
    if (payload == EMPTY) {
      pings.cameUnasked();
    } else {
      pings.came(payload);
    }
  }

  /** {@return a payload that answers nothing: none, a strange one, or one that came before} */
  int unasked(int more) {
    int again = Math.max(1, pings.answeredCount());
    return more % 3 == 0 ? EMPTY : more % 3 == 1 ? -2 - more : again;
  }
}
