package dev.tapewire.sender.delivery;

import dev.tapewire.common.checkpoint.Checkpoint;

/** Moves the checkpoint on what a service has proven. Confined to the agent thread. */
final class ServiceProgress {
  /** By which a session ends as it should. */
  static final String LAST_WORD = "the service's last word";

  private final Transfer transfer;
  private final ServiceTerms terms;

  /** Below this record all was settled before this session; it is heard again, not proven again. */
  private final long settledNext;

  ServiceProgress(Transfer transfer, ServiceTerms terms, long settledNext) {
    this.transfer = transfer;
    this.terms = terms;
    this.settledNext = settledNext;
  }

  /** Notes what is left behind, before it is forgotten. */
  void leave(ServiceStart start, Hearing hearing) {
    boolean follows = terms.catchUp().gapFollows();
    Checkpoint at = at(start.settledNext(), start.position(), false);
    if (follows) {
      terms.backlog().leave(at, transfer.sent().position());
    }
    hearing.left(start.leftFrom(), start.position(), follows);
    transfer.progress().move(at);
  }

  /** The first {@code bytes} of this session are settled. */
  void settled(long bytes) {
    SendWindow window = transfer.window();
    long next = window.numberWithin(bytes);
    if (next > window.from()) {
      settled(next, window.get(next - 1).endPosition(), false);
      window.confirm(next);
    }
  }

  /** All that was taken from the tape, up to {@code position}, is settled. */
  void all(long position, boolean complete) {
    settled(transfer.cursor().next(), position, complete);
  }

  /** A session is over and all of it settled; one that {@code rotates} is followed by another. */
  Verdict whole(boolean rotates, long position, String how) {
    boolean ended = !rotates && transfer.cursor().atEnd();
    all(position, ended);
    return rotates
        ? new Verdict(Verdict.Kind.NEXT, "the session with the service is full")
        : new Verdict(ended ? Verdict.Kind.COMPLETE : Verdict.Kind.SETTLED, how);
  }

  private void settled(long next, long position, boolean complete) {
    if (next > settledNext || (next == settledNext && complete)) {
      transfer.progress().move(at(next, position, complete));
    }
  }

  private Checkpoint at(long next, long position, boolean complete) {
    String incarnation = transfer.incarnationBelow(next);
    String digest = Checkpoint.START.digest();
    String profile = terms.service().sheet().name();
    return new Checkpoint(incarnation, next, position, digest, profile, complete);
  }
}
