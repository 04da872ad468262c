package dev.tapewire.sender.delivery;

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
    /** A newer connection delivers this: later. */
    TAKEN_OVER,
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
}
