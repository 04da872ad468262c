package dev.tapewire.sender.delivery;

import java.util.concurrent.TimeUnit;

/**
 * Pongs as evidence: a ping is written behind all that was written before it, and who answers it
 * has read up to it. So what had been written while the count of pings was k-1 is proven when pong
 * k is there: proven to have passed the peer's WebSocket parser, not its application.
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
  private long windowBytes;
  private long writtenBytes;
  private long atPingBytes;
  private long passedBytes;
  private int pings;
  private int pongs;
  private long pingNs;
  private boolean unasked;

  /** Watches a link that was just opened. */
  PongEvidence(Link link, long windowBytesFirst, long windowBytesMax) {
    this.link = link;
    this.windowBytes = windowBytesFirst;
    this.windowBytesMax = windowBytesMax;
  }

  @Override
  public void look(long handedBytes, long nowNs) {
    // In this order: what has left the queue now is proven by a ping that is not begun yet.
    long queuedBytes = link.queuedBytes();
    int pongsNow = link.receivedPongs();
    int pingsNow = link.sentPings();
    if (pongsNow > pingsNow) {
      unasked = true; // Pongs that nobody asked for prove nothing, and can't be told apart.
    }
    if (pongs < pings && pongsNow >= pings && !unasked) {
      onPong(nowNs);
    }
    pongs = pongsNow;
    if (pingsNow > pings) {
      pings = pingsNow;
      pingNs = nowNs;
      atPingBytes = writtenBytes;
      if (pongs >= pings && !unasked) {
        onPong(nowNs);
      }
    }
    writtenBytes = handedBytes - queuedBytes;
  }

  private void onPong(long nowNs) {
    passedBytes = Math.max(passedBytes, atPingBytes);
    if (nowNs - pingNs < INSTANT_NS) {
      windowBytes = Math.min(windowBytesMax, windowBytes * 4);
    } else if (nowNs - pingNs < QUICK_NS) {
      windowBytes = Math.min(windowBytesMax, windowBytes * 2);
    } else if (nowNs - pingNs > SLOW_NS) {
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
}
