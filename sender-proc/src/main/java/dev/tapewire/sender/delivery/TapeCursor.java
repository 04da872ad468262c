package dev.tapewire.sender.delivery;

import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.tape.TapeFaultException;
import dev.tapewire.common.tape.TapeReader;

/**
 * The place on the tape from which a delivery takes its next record; looks one record ahead and
 * knows where the delivery ends. Where the tape is damaged it stops: what was taken before is still
 * to be confirmed. But while capture may come back and record over the damage, it waits there.
 * Confined to the agent thread.
 */
final class TapeCursor {
  private final TapeReader tape;
  private final long until;
  private final RecordView view = new RecordView();
  private long next;
  private boolean loaded;
  private boolean endTaken;

  /** Whether the tape had nothing when it was asked last. */
  private boolean dry;

  /** Null unless it stopped at damage. */
  private TapeFaultException damage;

  private boolean last;

  /** One past the last record that is given; later ones wait for another delivery. */
  private long bound = Plan.UNTIL_END;

  /** Damage before which it waits, or null. */
  private TapeFaultException waitsBefore;

  TapeCursor(TapeReader tape, long until) {
    this.tape = tape;
    this.until = until;
    this.next = tape.next();
  }

  /** Goes to record {@code number}, which must be on the tape or be the next to come. */
  void seek(long number) {
    tape.seek(number);
    next = number;
    loaded = false;
    dry = false;
    damage = null;
    waitsBefore = null;
    endTaken = number > 0 && number == tape.endNumber() && endsBefore(number);
  }

  /** Says whether nobody records any more: damage is the end then. */
  void last(boolean nobodyRecords) {
    last = nobodyRecords;
  }

  /**
   * While {@code bounded}, gives nothing behind where the tape ended when that was said first: what
   * is recorded faster than it is confirmed has no end.
   */
  void bound(boolean bounded) {
    if (!bounded) {
      bound = Plan.UNTIL_END;
    } else if (bound == Plan.UNTIL_END) {
      bound = tape.endNumber();
    }
  }

  /** {@return what to tell of the damage before which it waits; null: it does not} */
  String waitsBefore() {
    return waitsBefore == null
        ? null
        : "the tape is damaged: " + waitsBefore.getMessage() + "; waits for capture to go on there";
  }

  /** Asks the tape again, once, if it had nothing: to ask costs a few system calls. */
  void refresh() {
    dry = false;
  }

  /** {@return whether the tape had nothing more when it was asked last} */
  boolean isDry() {
    return dry;
  }

  /**
   * {@return the next record, which stays until {@link #take}; null: there was none since the last
   * {@link #refresh}}
   */
  RecordView peek() {
    if (!loaded && !dry && next < Math.min(until, bound) && !endTaken && damage == null) {
      try {
        loaded = tape.poll(view);
        dry = !loaded;
        waitsBefore = null;
      } catch (TapeFaultException found) {
        // A range was on the tape when it was asked for: what is recorded anew is not it.
        boolean waits = found.recordedOver() && !last && until == Plan.UNTIL_END;
        dry = waits;
        waitsBefore = waits ? found : null;
        damage = waits ? null : found;
      }
    }
    return loaded ? view : null;
  }

  /** {@return whether a record was looked at and is still to be taken} */
  boolean isHolding() {
    return loaded;
  }

  /** {@return whether it is damage that keeps {@link #peek} from going on} */
  boolean isAtDamage() {
    return damage != null;
  }

  /** Throws the damage that it stopped at or waits before, if it does. */
  void requireWhole() {
    if (damage != null) {
      throw damage;
    }
    if (waitsBefore != null) {
      throw waitsBefore;
    }
  }

  /** {@return the next frame, going past what is none; null: there is none yet} */
  RecordView peekFrame() {
    RecordView record = peek();
    while (record != null && !record.is(RecordKind.FRAME)) {
      take();
      record = peek();
    }
    return record;
  }

  /** Goes past the record that {@link #peek} gave. */
  void take() {
    endTaken = view.is(RecordKind.END);
    next = view.number() + 1;
    loaded = false;
  }

  /** {@return the number of the next record} */
  long next() {
    return next;
  }

  /** {@return whether the delivery's last record was taken} */
  boolean atEnd() {
    return endTaken || next >= until;
  }

  private boolean endsBefore(long number) {
    RecordView last = new RecordView();
    tape.seek(number - 1);
    return tape.poll(last) && last.is(RecordKind.END);
  }
}
