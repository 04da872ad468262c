package dev.tapewire.sender.delivery;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.wire.CloseCode;
import java.io.UncheckedIOException;

/**
 * How the conversation over one link ended. Immutable.
 *
 * @param reason one line for people
 */
record Verdict(Kind kind, String reason) {
  /** What the delivery makes of it. */
  enum Kind {
    /** The link is lost: try again, backing off. */
    LOST,
    /** Another try can't be expected to end better: hardly at all. */
    REFUSED,
    /** A newer connection delivers this, or there is no room: in a while. */
    LATER,
    /** This session with a service is over as it should be: go on with the next at once. */
    NEXT,
    /** The peer is none of ours: another profile may suit it. */
    NOT_OURS,
    /** The end is confirmed. */
    COMPLETE,
    /** All that is on the tape is confirmed, and no more was wanted. */
    SETTLED
  }

  static Verdict lost(String reason) {
    return new Verdict(Kind.LOST, reason);
  }

  static Verdict refused(String reason) {
    return new Verdict(Kind.REFUSED, reason);
  }

  /** {@return that the answers of a service can't be kept, and so are not taken} */
  static Verdict notKept(UncheckedIOException e) {
    return refused("can't keep the answers: " + IoReason.of(e));
  }

  /** {@return what a close by the peer comes to} */
  static Verdict of(LinkEvent.Closed closed) {
    String reason =
        "closed by the peer with "
            + closed.code()
            + (closed.reason().isEmpty() ? "" : ": " + closed.reason());
    if (CloseCode.isPermanent(closed.code())) {
      return refused(reason);
    }
    return closed.code() == CloseCode.TAKEN_OVER
        ? new Verdict(Verdict.Kind.LATER, reason)
        : lost(reason);
  }
}
