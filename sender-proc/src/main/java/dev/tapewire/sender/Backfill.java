package dev.tapewire.sender;

import dev.tapewire.sender.delivery.Delivery;
import dev.tapewire.sender.delivery.State;

/**
 * Fills what the live delivery left behind, one gap after the other, each in a session of its own
 * with the service. Confined to the agent thread.
 */
final class Backfill implements AutoCloseable {
  private final Lanes lanes;

  /** Of the oldest gap; null while there is none, or no link to be hoped for. */
  private Delivery delivery;

  Backfill(Lanes lanes) {
    this.lanes = lanes;
  }

  /** {@return whether anything is left to fill} */
  boolean owes() {
    return delivery != null || lanes.split().gapUntil() >= 0;
  }

  /** {@return the delivery of the oldest gap, or null} */
  Delivery delivery() {
    return delivery;
  }

  /**
   * Does what there is to do now, behind the live delivery. {@return whether there was anything}
   */
  boolean work(Delivery live, boolean hold, long nowNs) {
    if (delivery == null) {
      boolean up = live.state() == State.STREAMING || live.state() == State.DONE;
      if (!up || lanes.split().gapUntil() < 0) {
        return false;
      }
      delivery = lanes.gap();
    }
    if (delivery.state() == State.WAITING && live.refusal() != null) {
      return false; // One of them asks whether the answer is still the same.
    }
    delivery.hold(hold || live.hasUnsent());
    boolean worked = delivery.work(nowNs);
    if (delivery.state() == State.DONE) {
      close();
    }
    return worked;
  }

  @Override
  public void close() {
    if (delivery != null) {
      delivery.close();
      delivery = null;
    }
  }
}
