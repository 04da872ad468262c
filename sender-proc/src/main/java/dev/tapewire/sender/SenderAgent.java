package dev.tapewire.sender;

import dev.tapewire.common.process.OpenFiles;
import java.util.concurrent.TimeUnit;

/**
 * The sender's one thread of work, one round at a time: events, live sessions, then the backlog,
 * which waits while a live session has anything to send. Confined to the agent thread.
 */
final class SenderAgent {
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long PUBLISH_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How often a tape is asked while a frame is expected and nobody rings. */
  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Right after a frame none is expected: half of its duration, and no more than this. */
  private static final long QUIET_NS_MAX = TimeUnit.MILLISECONDS.toNanos(10);

  /** Events and rings end the wait; what is left are deadlines and figures. */
  private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final SenderContext context;
  private final Shipments shipments;
  private long lookedNs = Long.MIN_VALUE / 2;
  private long publishedNs = Long.MIN_VALUE / 2;
  private long liveWorkedNs = Long.MIN_VALUE / 2;

  SenderAgent(SenderContext context) {
    this.context = context;
    this.shipments = new Shipments(context, OpenFiles.max());
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
    worked |= workLive(nowNs);
    for (Shipment shipment : shipments.open()) {
      if (!shipment.live()) {
        worked |= shipment.work(liveIsBehind(), nowNs);
        worked |= workLive(nowNs);
      }
    }
    if (nowNs - lookedNs >= LOOK_NS) {
      lookedNs = nowNs; // Behind the live frames: it reads directories.
      shipments.look(nowNs, stopping);
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

  /** {@return whether the last round took all there was, so that another would be in vain} */
  boolean isDry() {
    for (Shipment shipment : shipments.open()) {
      if (!shipment.isDry()) {
        return false;
      }
    }
    return true;
  }

  /** Waits until there may be something to do. */
  @SuppressWarnings("ThreadPriorityCheck") // Right without the yield, too; only slower.
  void idle() throws InterruptedException {
    if (context.settings().spins() && anyLive()) {
      Thread.yield(); // Whom it gave a message may want this very core.
      return;
    }
    long waitNs = shipments.open().isEmpty() ? LOOK_NS / 2 : IDLE_NS;
    for (Shipment shipment : shipments.open()) {
      waitNs = Math.min(waitNs, waitNs(shipment));
    }
    context.inbox().awaitAndGive(waitNs, context.clock());
  }

  private boolean anyLive() {
    for (Shipment shipment : shipments.open()) {
      if (shipment.live()) {
        return true;
      }
    }
    return false;
  }

  private long waitNs(Shipment shipment) {
    if (shipment.isHeldUp()) {
      return POLL_NS; // Nobody tells when the network takes more, or a ceiling allows it.
    }
    if (!shipment.live() || context.inbox().isRungFor(shipment.paths().id())) {
      return IDLE_NS;
    }
    long quietNs = liveWorkedNs + Math.min(QUIET_NS_MAX, shipment.frameNs() / 2);
    return Math.max(POLL_NS, quietNs - context.clock().monotonicNs());
  }
}
