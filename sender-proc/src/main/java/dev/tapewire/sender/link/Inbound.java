package dev.tapewire.sender.link;

import dev.tapewire.common.time.Clock;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What may come over one link, and when something last did. It goes along with the link's request,
 * for the layers beneath OkHttp. Safe for use by any thread.
 */
final class Inbound {
  /** Of all links of a process, messages that are not whole yet; its heap is 256 MiB. */
  static final long TOTAL_BYTES_MAX = 16L << 20;

  /**
   * Without any byte of the peer while a ping is out. A server that computes in its event loop
   * answers nothing for seconds; a network that drops all is to be noticed within 15 s, and a ping
   * is 5 s apart from the next. Before the first byte, and until a service is ready, others watch:
   * a model may be loaded.
   */
  private static final long QUIET_NS_MAX = TimeUnit.SECONDS.toNanos(9);

  /** Pings that wait for our pong; of more, RFC 6455 lets us answer the newest alone. */
  private static final int PONGS_DUE_MAX = 16;

  private final long messageBytesMax;
  private final AtomicLong total;
  private final Clock clock;
  private long partialBytes;
  private int pongsDue;
  private boolean heard;
  private boolean loads;
  private long heardNs;
  private boolean tooLong;
  private Runnable onPing = () -> {};

  /**
   * Bounds a link.
   *
   * @param messageBytesMax of one message
   * @param total bytes of messages that are not whole, of all links
   */
  Inbound(long messageBytesMax, AtomicLong total, Clock clock) {
    this.messageBytesMax = messageBytesMax;
    this.total = total;
    this.clock = clock;
  }

  /** Something came. */
  synchronized void heard() {
    heard = true;
    heardNs = clock.monotonicNs();
  }

  /** Says whether the peer still gets ready: then it may be silent. */
  synchronized void loading(boolean stillLoads) {
    loads = stillLoads;
  }

  /** Sees to it that {@code then} runs for each ping that was written. */
  synchronized void onPing(Runnable then) {
    onPing = then;
  }

  /**
   * A ping is about to be written.
   *
   * @throws SocketTimeoutException if the peer has been silent for so long that it is dead
   */
  void pinging() throws SocketTimeoutException {
    Runnable then;
    synchronized (this) {
      if (heard && !loads && clock.monotonicNs() - heardNs > QUIET_NS_MAX) {
        throw new SocketTimeoutException(
            "nothing came from the server for "
                + TimeUnit.NANOSECONDS.toSeconds(QUIET_NS_MAX)
                + " s");
      }
      then = onPing;
    }
    then.run();
  }

  /** A part of a message is to come. {@return whether it may} */
  synchronized boolean takes(long bytes) {
    boolean fits = bytes >= 0 && bytes <= messageBytesMax - partialBytes;
    if (!fits || total.addAndGet(bytes) > TOTAL_BYTES_MAX) {
      total.addAndGet(fits ? -bytes : 0);
      tooLong = true;
      return false;
    }
    partialBytes += bytes;
    return true;
  }

  /** The message is whole, or its link is gone. */
  synchronized void whole() {
    total.addAndGet(-partialBytes);
    partialBytes = 0;
  }

  /** A ping came. {@return whether it is answered} */
  synchronized boolean answers() {
    boolean answered = pongsDue < PONGS_DUE_MAX;
    pongsDue += answered ? 1 : 0;
    return answered;
  }

  /** A pong of ours is written. */
  synchronized void answered() {
    pongsDue = Math.max(0, pongsDue - 1);
  }

  /** {@return what was wrong with what came, for people; null: nothing} */
  synchronized String fault() {
    return tooLong
        ? "the server sends a message of more than " + messageBytesMax + " bytes; closed with 1009"
        : null;
  }
}
