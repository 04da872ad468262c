package dev.tapewire.launcher.sessions;

import dev.tapewire.common.record.EndCause;
import dev.tapewire.common.record.GapLimits;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.SessionGap;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeFaultException;
import dev.tapewire.common.tape.TapeReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads every record of a tape and checks that it follows from the one before: numbers, sequences
 * and positions without holes, an END that agrees and is the last. Confined to one thread.
 */
final class TapeAudit {
  private final RecordView record = new RecordView();
  private final List<SessionGap> gaps = new ArrayList<>();
  private long dropped;
  private long frames;
  private long position;
  private long lost;
  private long gapCount;
  private boolean ended;
  private boolean sourceFailed;
  private boolean sealed;
  private TapeFaultException fault;

  /** {@return the audit of all that {@code reader} has now, up to the first fault} */
  static TapeAudit of(TapeReader reader) {
    TapeAudit audit = new TapeAudit();
    long end = reader.endNumber();
    try {
      audit.beginAt(reader);
      while (reader.next() < end) {
        long number = reader.next();
        if (!reader.poll(audit.record)) {
          throw audit.fault(number, "the record is missing");
        }
        audit.check(number);
      }
    } catch (TapeFaultException e) {
      audit.fault = e;
    }
    return audit;
  }

  /** What was dropped as delivered is taken from the first header that is left. */
  private void beginAt(TapeReader reader) {
    dropped = Tape.firstPosition(reader);
    if (dropped > 0) {
      position = dropped;
      frames = reader.header().firstSequence();
      lost = reader.header().lostSamples();
    }
    reader.seek(reader.firstNumber());
  }

  /** {@return samples per channel that were dropped from the start, as delivered} */
  long dropped() {
    return dropped;
  }

  /**
   * Holds what was read against what capture told of the session: a tape that lost its last files
   * is whole in itself.
   */
  void compare(SessionSummary told) {
    if (fault == null && !ended && told != null && told.ended() && told.frames() > frames) {
      fault =
          fault(
              record.number() + 1,
              "the end is gone, "
                  + (told.frames() - frames)
                  + " frames and "
                  + (told.samples() - position)
                  + " samples of which session.json tells");
    }
  }

  /**
   * Adds what another part of the same recording has.
   *
   * @param start where that part begins on the recording's timeline
   * @param first whether it is the first part that is left
   */
  void add(TapeAudit part, long start, boolean first) {
    if (first) {
      dropped = start + part.dropped;
    } else if (start + part.dropped != position || !ended) {
      fault =
          part.fault(
              0,
              "it goes on at position "
                  + (start + part.dropped)
                  + " of the recording, what is there before it ends at "
                  + position);
      return;
    }
    part.gaps.forEach(gap -> keep(start + gap.atSamples(), gap.samples(), gap.reason()));
    gapCount += part.gapCount;
    frames += part.frames;
    lost += part.lost;
    position = start + part.position;
    ended = part.ended;
    sourceFailed = part.sourceFailed;
    sealed |= part.sealed;
    fault = part.fault;
  }

  /** {@return frames up to the fault} */
  long frames() {
    return frames;
  }

  /** {@return samples per channel up to the fault, lost ones included} */
  long samples() {
    return position;
  }

  /** {@return samples per channel lost} */
  long lostSamples() {
    return lost;
  }

  /** {@return the gaps up to the fault, the first {@link GapLimits#COUNT_MAX} of them} */
  List<SessionGap> gaps() {
    return List.copyOf(gaps);
  }

  private void keep(long at, long samples, GapReason reason) {
    if (gaps.size() < GapLimits.COUNT_MAX) { // A crafted tape has millions.
      gaps.add(new SessionGap(at, samples, reason));
    }
  }

  /** {@return how many gaps there are up to the fault} */
  long gapCount() {
    return gapCount;
  }

  /** {@return whether the session was finished} */
  boolean ended() {
    return ended;
  }

  /** {@return whether its END says that the source failed} */
  boolean sourceFailed() {
    return sourceFailed;
  }

  /** {@return whether there were frames that could not be looked into, as no key opened them} */
  boolean sealed() {
    return sealed;
  }

  /** {@return the first fault, or null} */
  TapeFaultException fault() {
    return fault;
  }

  private void check(long number) {
    if (ended) {
      throw fault(number, "a record follows the END");
    }
    if (record.number() != number) {
      throw fault(number, "record " + record.number() + " stands where " + number + " should");
    }
    if (record.position() != position) {
      throw fault(
          number,
          "starts at position " + record.position() + ", the one before ends at " + position);
    }
    if (record.is(RecordKind.FRAME)) {
      frame(number);
    } else if (record.is(RecordKind.GAP)) {
      gapCount++;
      keep(position, record.gapSamples(), record.gapReason());
      lost += record.gapSamples();
    } else if (record.is(RecordKind.END)) {
      end(number);
    } else if (record.kindCode() > RecordKind.ADDRESS.code() && !record.skippable()) {
      throw fault(number, "kind " + record.kindCode() + " is of a later version");
    }
    position = record.endPosition();
  }

  private void frame(long number) {
    if (record.frameSequence() != frames) {
      throw fault(number, "sequence " + record.frameSequence() + " stands where it should");
    }
    sealed |= record.sealed();
    frames++;
  }

  private void end(long number) {
    ended = true;
    sourceFailed = record.endCause() == EndCause.SOURCE_FAILED;
    if (record.endFrames() != frames || record.endLostSamples() != lost) {
      throw fault(
          number,
          "the END says "
              + record.endFrames()
              + " frames and "
              + record.endLostSamples()
              + " samples lost; there are "
              + frames
              + " and "
              + lost);
    }
  }

  private TapeFaultException fault(long number, String reason) {
    return new TapeFaultException(number, frames, "the tape", -1, reason);
  }
}
