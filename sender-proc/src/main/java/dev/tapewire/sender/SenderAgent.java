package dev.tapewire.sender;

import dev.tapewire.common.process.OpenFiles;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The sender's one thread of work, one round at a time: events, live sessions, then the backlog,
 * which waits while a live session has anything to send. A session has its turn when its recorder
 * rang, when its link told something, when it said that it has more to do, and every 100 ms
 * whatever happened. Confined to the agent thread.
 */
final class SenderAgent {
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long PUBLISH_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The figures of five hundred sessions are a second old, which people do not see. */
  private static final long PUBLISH_EACH_NS = TimeUnit.MILLISECONDS.toNanos(2);

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
  private long allServedNs = Long.MIN_VALUE / 2;
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
   * @return whether another round would find something at once
   */
  boolean work(long nowNs, boolean stopping) {
    boolean more = context.inbox().work(nowNs);
    boolean all = nowNs - allServedNs >= IDLE_NS;
    allServedNs = all ? nowNs : allServedNs;
    serveLive(all, nowNs);
    for (Shipment shipment : List.copyOf(shipments.open())) {
      if (!shipment.live()) {
        shipments.guard(shipment, nowNs, () -> shipment.work(liveIsBehind(), nowNs));
        context.inbox().look();
        serveLive(false, nowNs);
      }
    }
    context.inbox().forget();
    if (nowNs - lookedNs >= LOOK_NS) {
      lookedNs = nowNs; // Behind the live frames: it reads directories.
      shipments.look(nowNs, stopping);
    }
    if (nowNs - publishedNs >= PUBLISH_NS + PUBLISH_EACH_NS * shipments.open().size()) {
      publishedNs = nowNs;
      shipments.publish();
    }
    more |= hasMore();
    if (more) {
      context.inbox().look(); // Who does not wait hears nobody ring.
    }
    return more;
  }

  private void serveLive(boolean all, long nowNs) {
    for (Shipment shipment : List.copyOf(shipments.open())) {
      if (shipment.live() && (all || isDue(shipment))) {
        shipments.guard(shipment, nowNs, () -> workLive(shipment, nowNs));
      }
    }
  }

  private void workLive(Shipment shipment, long nowNs) {
    if (shipment.work(false, nowNs)) {
      liveWorkedNs = nowNs;
    }
  }

  private boolean isDue(Shipment shipment) {
    String id = shipment.paths().id();
    return shipment.isRestless()
        || context.inbox().cameFor(id, shipment.delivery())
        || !context.inbox().isRungFor(id);
  }

  private boolean hasMore() {
    for (Shipment shipment : shipments.open()) {
      if (shipment.hasMore()) {
        return true;
      }
    }
    return false;
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
    context.inbox().awaitAndGive(waitNs, shipments.open().size(), context.clock());
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
