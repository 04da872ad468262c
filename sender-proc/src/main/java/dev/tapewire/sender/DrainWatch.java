package dev.tapewire.sender;

/**
 * Decides when a sender is at the end of its work: everything is delivered, or what is left can't
 * be delivered now. Confined to the agent thread.
 */
final class DrainWatch {
  private final SendSettings settings;

  /** Null until nothing more is awaited. */
  private DrainClock clock;

  private long drainSinceNs;

  DrainWatch(SendSettings settings) {
    this.settings = settings;
  }

  /** {@return whether there is nothing left to do, or nothing that can be done} */
  boolean isOver(Shipments shipments, boolean stopping, long nowNs) {
    boolean draining = stopping || (settings.session() != null && !anyLive(shipments));
    long firstSentNs = takeFirstSentNs(shipments);
    if (!draining) {
      clock = null;
      return false;
    }
    if (clock == null) {
      clock = new DrainClock(settings.drainNs(), nowNs);
      drainSinceNs = nowNs;
    }
    if (shipments.open().isEmpty()) {
      return shipments.lookedSince(drainSinceNs);
    }
    clock.confirmed(shipments.confirmedNs());
    clock.sent(firstSentNs, nowNs);
    boolean hope = shipments.open().stream().anyMatch(each -> each.refusal() == null);
    return !hope || clock.isOver(nowNs);
  }

  /** {@return what counts as sent; a service keeps a pace and may answer once in minutes} */
  private long takeFirstSentNs(Shipments shipments) {
    long sentNs = 0;
    for (Shipment shipment : shipments.open()) {
      sentNs += shipment.takeFirstSentNs();
    }
    return settings.destination().isService() ? sentNs : 0;
  }

  private static boolean anyLive(Shipments shipments) {
    return shipments.open().stream().anyMatch(Shipment::live);
  }
}
