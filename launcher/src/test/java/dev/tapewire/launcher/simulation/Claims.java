package dev.tapewire.launcher.simulation;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.wire.Control;

/**
 * What the receiver has claimed of one delivery, and what the sender's checkpoint says: only what
 * is durable is claimed, only what is claimed is noted, and neither goes back unless the tape did.
 * Confined to one thread.
 */
final class Claims {
  private final Route route;
  private long claimed;
  private boolean mayGoBack;

  Claims(Route route) {
    this.route = route;
  }

  /** The tape was cut: what was claimed of it is not on it any more. */
  void tapeCut() {
    mayGoBack = true;
  }

  /** The receiver says something. {@return up to where it confirms; -1: nothing} */
  long said(Control control, SimLink on) {
    if (control instanceof Control.Welcome welcome && welcome.keepsState()) {
      claim(welcome.next(), on, mayGoBack || on.isStale(), "welcome");
      return -1;
    }
    if (control instanceof Control.Ack ack) {
      // Without records only the end is acknowledged: the sender is about to say rewind, maybe.
      boolean sent = ack.next() <= on.sent.next() || on.endSaid && ack.next() <= on.claimed;
      Violation.unless(sent, () -> "acknowledged beyond what was sent: " + ack.next());
      claim(ack.next(), on, on.isStale(), "ack");
      return ack.next();
    }
    if (control instanceof Control.Complete) {
      claim(on.sent.next(), on, on.isStale(), "complete");
      on.claimedComplete = true;
    }
    return -1;
  }

  private void claim(long next, SimLink on, boolean lax, String how) {
    on.claimed = Math.max(on.claimed, next);
    if (lax) {
      claimed = Math.min(claimed, next);
      return;
    }
    if (!how.equals("welcome")) {
      mayGoBack = false;
    }
    if (next >= 0) {
      Violation.unless(next >= claimed, () -> how + " goes back from " + claimed + " to " + next);
      claimed = next;
      Violation.unless(next <= route.recorded.endNumber(), () -> how + " beyond the tape: " + next);
      route.receiver.checkDurable(route.recorded, next);
    }
  }

  /** {@return whether what a checkpoint confirms is on the tape still} */
  private boolean stands(Checkpoint checkpoint) {
    TapeReader.Span span = route.recorded.tape.openReader().span(checkpoint.incarnation());
    return span != null && checkpoint.next() <= span.to();
  }

  /** The sender is about to save a checkpoint. */
  void saving(Checkpoint before, Checkpoint to, boolean raw) {
    boolean back = to.next() < before.next();
    Violation.unless(
        !back || mayGoBack || !stands(before),
        () -> "the checkpoint goes back from " + before.next() + " to " + to.next());
    Violation.unless(to.next() <= route.recorded.endNumber(), "confirmed beyond the tape");
    SimLink on = route.newest();
    if (raw) {
      int confirmed = route.recorded.framesBelow(to.next());
      Violation.unless(
          confirmed <= route.raw.covered(),
          () -> "confirmed " + confirmed + " bytes, " + route.raw.covered() + " were read");
    } else {
      Violation.unless(
          to.next() <= on.claimed,
          () -> "the checkpoint says " + to.next() + ", the receiver " + on.claimed);
      Violation.unless(
          !to.complete() || on.claimedComplete, "the checkpoint is complete, the receiver is not");
    }
  }
}
