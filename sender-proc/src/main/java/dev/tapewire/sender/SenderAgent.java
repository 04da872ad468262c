package dev.tapewire.sender;

import java.util.concurrent.TimeUnit;

/**
 * The sender's one thread of work, one round at a time: events, live sessions, then the backlog,
 * which waits while a live session has anything to send. Confined to the agent thread.
 */
final class SenderAgent {
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long PUBLISH_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Chronicle has no blocking wait; how often the tape is asked while a frame is expected. */
  private static final long IDLE_LIVE_NS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Right after a frame none is expected: half of its duration, and no more than this. */
  private static final long QUIET_NS_MAX = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private final SenderContext context;
  private final Shipments shipments;
  private long lookedNs = Long.MIN_VALUE / 2;
  private long publishedNs = Long.MIN_VALUE / 2;
  private long liveWorkedNs = Long.MIN_VALUE / 2;

  SenderAgent(SenderContext context) {
    this.context = context;
    this.shipments = new Shipments(context);
  }

  Shipments shipments() {
    return shipments;
  }

  /**
   * Does one round.
   *
   * @param stopping nothing more is awaited: deliver what is there
   * @return whether there was anything to do
   */
  boolean work(long nowNs, boolean stopping) {
    boolean worked = context.inbox().work(nowNs);
    if (nowNs - lookedNs >= LOOK_NS) {
      lookedNs = nowNs;
      shipments.look(nowNs, stopping);
    }
    worked |= workLive(nowNs);
    for (Shipment shipment : shipments.open()) {
      if (!shipment.live()) {
        worked |= shipment.work(liveIsBehind(), nowNs);
        worked |= workLive(nowNs);
      }
    }
    if (nowNs - publishedNs >= PUBLISH_NS) {
      publishedNs = nowNs;
      shipments.publish();
    }
    return worked;
  }

  private boolean workLive(long nowNs) {
    boolean worked = false;
    for (Shipment shipment : shipments.open()) {
      if (shipment.live()) {
        worked |= shipment.work(false, nowNs);
      }
    }
    if (worked) {
      liveWorkedNs = nowNs;
    }
    return worked;
  }

  private boolean liveIsBehind() {
    for (Shipment shipment : shipments.open()) {
      if (shipment.live() && shipment.delivery().hasUnsent()) {
        return true;
      }
    }
    return false;
  }

  /** Waits until there may be something to do. */
  void idle() throws InterruptedException {
    long frameNs = Long.MAX_VALUE;
    for (Shipment shipment : shipments.open()) {
      if (shipment.live()) {
        frameNs = Math.min(frameNs, shipment.frameNs());
      }
    }
    long waitNs = IDLE_NS;
    if (frameNs != Long.MAX_VALUE) {
      long quietNs = liveWorkedNs + Math.min(QUIET_NS_MAX, frameNs / 2);
      waitNs = Math.max(IDLE_LIVE_NS, quietNs - context.clock().monotonicNs());
    }
    context.inbox().awaitAndGive(waitNs, context.clock());
  }
}
