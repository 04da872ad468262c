package dev.tapewire.sender.delivery;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.tape.TapeReader;

/**
 * What a delivery keeps from link to link and each conversation works on: the tape and the place on
 * it, the window, the progress. Confined to the agent thread.
 */
record Transfer(
    Plan plan,
    SessionHeader header,
    TapeReader tape,
    TapeCursor cursor,
    SendWindow window,
    Progress progress,
    Pacing pacing,
    SentMark sent) {

  /** {@return the incarnation that wrote the record before {@code next}; empty: none is before} */
  String incarnationBelow(long next) {
    return next == plan.first() ? "" : tape.incarnationAt(next - 1);
  }

  /** {@return whether and from where the delivery's own checkpoint can be gone on with} */
  StartingPoint ownStart() {
    Checkpoint own = progress.checkpoint();
    long oldest = Math.max(plan.first(), tape.firstNumber());
    if (own.incarnation().isEmpty()) {
      return new StartingPoint(true, oldest);
    }
    StartingPoint found = StartingPoint.check(tape, own.incarnation(), own.next(), plan.first());
    return new StartingPoint(found.stands(), Math.max(oldest, found.next()));
  }

  /** Brings cursor and window to {@code start}. {@return the position there} */
  long seek(StartingPoint start) {
    long position = positionOf(start);
    window.restart(start.next());
    cursor.seek(start.next());
    return position;
  }

  /** Goes to record {@code number}. {@return the record there, or null: it is still to come} */
  RecordView lookAt(long number) {
    cursor.seek(number);
    return cursor.peek();
  }

  private long positionOf(StartingPoint start) {
    Checkpoint own = progress.checkpoint();
    if (start.next() == plan.first()) {
      return plan.firstPosition();
    }
    if (start.stands() && start.next() == own.next()) {
      return own.position();
    }
    // The tape was cut back to the record before, which is on it.
    cursor.seek(start.next() - 1);
    RecordView last = cursor.peek();
    return last == null ? own.position() : last.endPosition();
  }
}
