package dev.tapewire.sender;

import java.util.concurrent.TimeUnit;

/**
 * The sender's one thread of work, one round at a time: events, live sessions, then the backlog,
 * which waits while a live session has anything to send. Confined to the agent thread.
 */
final class SenderAgent {
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long PUBLISH_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Chronicle has no blocking wait; 2 ms cost 2 % of a core and are far below a frame. */
  private static final long IDLE_LIVE_NS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private final SenderContext context;
  private final Shipments shipments;
  private long lookedNs = Long.MIN_VALUE / 2;
  private long publishedNs = Long.MIN_VALUE / 2;

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
        shipment.delivery().hold(liveIsBehind());
        worked |= shipment.delivery().work(nowNs);
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
        shipment.delivery().hold(false);
        worked |= shipment.delivery().work(nowNs);
      }
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
    boolean anyLive = shipments.open().stream().anyMatch(Shipment::live);
    context.inbox().awaitAndGive(anyLive ? IDLE_LIVE_NS : IDLE_NS, context.clock());
  }
}
