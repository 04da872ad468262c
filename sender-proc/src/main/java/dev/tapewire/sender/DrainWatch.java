package dev.tapewire.sender;

/**
 * Decides when a sender is at the end of its work: everything is delivered, or what is left can't
 * be delivered now. Confined to the agent thread.
 */
final class DrainWatch {
  private final SendSettings settings;

  /** Null until nothing more is awaited. */
  private Long drainSinceNs;

  DrainWatch(SendSettings settings) {
    this.settings = settings;
  }

  /** {@return whether there is nothing left to do, or nothing that can be done} */
  boolean isOver(Shipments shipments, boolean stopping, long nowNs) {
    boolean draining = stopping || (settings.session() != null && !anyLive(shipments));
    if (!draining) {
      drainSinceNs = null;
      return false;
    }
    if (drainSinceNs == null) {
      drainSinceNs = nowNs;
    }
    if (shipments.open().isEmpty()) {
      return shipments.lookedSince(drainSinceNs);
    }
    long newestNs = drainSinceNs;
    boolean hope = false;
    for (Shipment shipment : shipments.open()) {
      newestNs = Math.max(newestNs, shipment.progressNs());
      hope |= shipment.refusal() == null;
    }
    return !hope || nowNs - newestNs > settings.drainNs();
  }

  private static boolean anyLive(Shipments shipments) {
    return shipments.open().stream().anyMatch(Shipment::live);
  }
}
