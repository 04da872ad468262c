package dev.tapewire.common.tape;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.SessionPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Finds where each part of a recording stands on its {@link JoinedTape}. Confined to one thread.
 */
final class Pieces {
  private final Function<SessionPaths, TapeReader> opener;
  private final RecordView record = new RecordView();
  private final List<Piece> pieces = new ArrayList<>();

  /** Frames and samples lost up to the end of the last piece. */
  private long frames;

  private long lost;

  Pieces(Function<SessionPaths, TapeReader> opener) {
    this.opener = opener;
  }

  List<Piece> of(List<Part> parts) {
    for (Part part : parts) {
      try (TapeReader tape = opener.apply(part.paths())) {
        add(part, tape);
      }
    }
    return List.copyOf(pieces);
  }

  private void add(Part part, TapeReader tape) {
    Piece before = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
    long first = tape.firstNumber();
    long ownFrames = first == 0 ? 0 : tape.header().firstSequence();
    long ownLost = first == 0 ? 0 : tape.header().lostSamples();
    long begin = part.start() + Tape.firstPosition(tape);
    long hole = 0;
    long from = first + (part.start() > 0 ? 1 : 0); // What begins later than at 0 has no record 0.
    if (before == null) {
      frames = ownFrames;
      lost = ownLost;
    } else {
      checkFollows(part, begin, before);
      hole = before.untilPosition() < 0 ? 0 : begin - before.untilPosition();
      from = before.until() + (hole > 0 ? 1 : 0);
      lost += hole;
    }
    long sequences = frames - ownFrames;
    long lostBefore = lost - ownLost;
    End end = end(tape, ownFrames, ownLost);
    frames += end.frames - ownFrames;
    lost += end.lost - ownLost;
    long untilPosition = end.position < 0 ? -1 : part.start() + end.position;
    long until = from + end.until - first;
    pieces.add(
        new Piece(part, first, from, until, begin, untilPosition, sequences, lostBefore, hole));
  }

  private static void checkFollows(Part part, long begin, Piece before) {
    if (begin < before.untilPosition()) {
      throw TapewireException.failed(
          "session "
              + part.paths().id()
              + " begins before session "
              + before.part().paths().id()
              + " ends: they are no parts of one recording; give it another name");
    }
  }

  /**
   * The end of a tape.
   *
   * @param position -1: damage hides it
   */
  private record End(long until, long position, long frames, long lost) {}

  private End end(TapeReader tape, long frames, long lost) {
    long end = tape.endNumber();
    try {
      tape.seek(end - 1);
      if (!tape.poll(record)) {
        return new End(end, -1, frames, lost);
      }
      long position = record.endPosition();
      return record.is(RecordKind.END)
          ? new End(end - 1, position, record.endFrames(), record.endLostSamples())
          : new End(end, position, framesBefore(tape, end, frames), lost);
    } catch (TapeFaultException damaged) {
      return new End(end, -1, frames, lost); // Who reads comes to it, and tells it.
    }
  }

  private long framesBefore(TapeReader tape, long end, long first) {
    for (long number = end - 1; number >= tape.firstNumber(); number--) {
      tape.seek(number);
      if (tape.poll(record) && record.is(RecordKind.FRAME)) {
        return record.frameSequence() + 1;
      }
    }
    return first;
  }
}
