package dev.tapewire.sender.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Pongs as evidence: a ping is written behind all that was written before it, and who answers it
 * has read up to it. So what had been written while the count of pings was k-1 is proven when ping
 * k is answered: proven to have passed the peer's WebSocket parser, not its application. A pong
 * that answers no ping proves nothing and spoils nothing.
 *
 * <p>Until a pong is due the window adapts to its round trip: with more under way than the peer
 * takes in until the next ping, the link would be taken for dead. Confined to the agent thread.
 */
final class PongEvidence implements Evidence {
  private static final long WINDOW_BYTES_LEAST = 64 * 1024;
  private static final long INSTANT_NS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long QUICK_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SLOW_NS = TimeUnit.SECONDS.toNanos(1);

  private final Link link;
  private final long windowBytesMax;
  private final Deque<Ping> unanswered = new ArrayDeque<>();
  private long windowBytes;
  private long writtenBytes;
  private long passedBytes;
  private int pings;

  /**
   * A ping without an answer. Immutable.
   *
   * @param number from 1
   * @param writtenBytes written before it
   */
  private record Ping(int number, long writtenBytes, long atNs) {}

  /** Watches a link that was just opened. */
  PongEvidence(Link link, long windowBytesFirst, long windowBytesMax) {
    this.link = link;
    this.windowBytes = windowBytesFirst;
    this.windowBytesMax = windowBytesMax;
  }

  /** Watches a link to a service: what is under way there is bounded by other things. */
  static Evidence ofService(Link link) {
    return new PongEvidence(link, Limits.WINDOW_BYTES_MAX, RawConversation.WINDOW_BYTES_MAX);
  }

  @Override
  public void look(long handedBytes, long nowNs) {
    // In this order: what has left the queue now is proven by a ping that is not begun yet.
    long queuedBytes = link.queuedBytes();
    int answered = link.receivedPongs();
    int pingsNow = link.sentPings();
    if (pingsNow > pings) {
      pings = pingsNow;
      unanswered.add(new Ping(pings, writtenBytes, nowNs));
    }
    Ping last = null;
    while (!unanswered.isEmpty() && unanswered.peek().number() <= answered) {
      last = unanswered.remove();
    }
    if (last != null) {
      onAnswer(last, nowNs);
    }
    writtenBytes = handedBytes - queuedBytes;
  }

  private void onAnswer(Ping ping, long nowNs) {
    passedBytes = Math.max(passedBytes, ping.writtenBytes());
    long tookNs = nowNs - ping.atNs();
    if (tookNs < INSTANT_NS) {
      windowBytes = Math.min(windowBytesMax, windowBytes * 4);
    } else if (tookNs < QUICK_NS) {
      windowBytes = Math.min(windowBytesMax, windowBytes * 2);
    } else if (tookNs > SLOW_NS) {
      windowBytes = Math.max(WINDOW_BYTES_LEAST, windowBytes / 2);
    }
  }

  @Override
  public long passedBytes() {
    return passedBytes;
  }

  @Override
  public long windowBytes() {
    return windowBytes;
  }

  @Override
  public boolean isOverdue(long nowNs) {
    return !unanswered.isEmpty() && nowNs - unanswered.peek().atNs() > Limits.PROOF_NS_MAX;
  }

  @Override
  public String overdue() {
    int unasked = link.unaskedPongs();
    return unasked == 0
        ? "no answer to a ping within 30 s"
        : "no answer to a ping within 30 s; " + unasked + " pongs that answer none prove nothing";
  }
}
