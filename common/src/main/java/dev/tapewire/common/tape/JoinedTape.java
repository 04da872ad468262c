package dev.tapewire.common.tape;

import dev.tapewire.common.record.CorruptRecordException;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordEncoder;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.session.SessionPaths;
import java.util.List;
import java.util.function.Function;

/**
 * The sessions of a recording that was split, as the tape of one session: numbers, sequences and
 * positions go on from part to part, what lies in none of them is a gap, and there is no END: it is
 * what was there when it was opened. One part is open at a time. Confined to one thread.
 */
public final class JoinedTape implements TapeReader {
  private final String session;
  private final List<Piece> pieces;
  private final Function<SessionPaths, TapeReader> opener;
  private final RecordEncoder encoder = new RecordEncoder();
  private final SessionHeader header;
  private Piece current;
  private TapeReader tape;
  private long next;

  private JoinedTape(String session, List<Part> parts, Function<SessionPaths, TapeReader> opener) {
    this.session = session;
    this.opener = opener;
    this.pieces = new Pieces(opener).of(parts);
    enter(pieces.get(0));
    this.header = moved(current, tape.header());
    this.next = firstNumber();
  }

  /**
   * Opens what a name stands for; a session alone is its own tape.
   *
   * @param session that name
   * @param parts of {@link SessionParts#timeline}
   * @param opener opens one of them
   */
  public static TapeReader open(
      String session, List<Part> parts, Function<SessionPaths, TapeReader> opener) {
    Part first = parts.get(0);
    boolean alone = parts.size() == 1 && first.start() == 0;
    return alone ? opener.apply(first.paths()) : new JoinedTape(session, parts, opener);
  }

  private void enter(Piece piece) {
    if (!piece.equals(current)) {
      close();
      tape = opener.apply(piece.part().paths());
      current = piece;
    }
  }

  private SessionHeader moved(Piece piece, SessionHeader h) {
    return h.joined(
        session, h.firstSequence() + piece.sequences(), h.lostSamples() + piece.lostSamples());
  }

  /** {@return the piece that has the record, or the hole before it} */
  private Piece at(long number) {
    int at = 0;
    int behind = pieces.size();
    while (behind - at > 1) {
      int middle = (at + behind) >>> 1;
      if (pieces.get(middle).holeNumber() <= number) {
        at = middle;
      } else {
        behind = middle;
      }
    }
    return pieces.get(at);
  }

  @Override
  public SessionHeader header() {
    return header;
  }

  @Override
  public boolean poll(RecordView into) {
    if (next >= endNumber()) {
      return false;
    }
    Piece piece = at(next);
    if (next < piece.from()) {
      long position = piece.fromPosition() - piece.holeSamples();
      wrap(into, encoder.gap(next, position, piece.holeSamples(), GapReason.UNKNOWN));
    } else if (!pollOwn(piece, into)) {
      return false;
    }
    next++;
    return true;
  }

  private boolean pollOwn(Piece piece, RecordView into) {
    enter(piece);
    if (tape.next() != piece.own(next)) {
      tape.seek(piece.own(next));
    }
    try {
      if (!tape.poll(into)) {
        return false;
      }
      if (into.is(RecordKind.HEADER)) {
        SessionHeader moved = moved(piece, into.header());
        wrap(into, encoder.header(next, into.position() + piece.part().start(), moved));
      } else {
        long position = into.position() + piece.part().start();
        wrap(into, encoder.moved(into, next, position, piece.sequences()));
      }
      return true;
    } catch (TapeFaultException e) {
      throw e.moved(piece.part().paths().id(), piece.from() - piece.first(), piece.sequences());
    } catch (CorruptRecordException e) {
      throw new TapeFaultException(next, 0, piece.part().paths().id(), -1, e.getMessage());
    }
  }

  private void wrap(RecordView into, int length) {
    into.wrap(encoder.bytes(), 0, length);
  }

  @Override
  public long next() {
    return next;
  }

  @Override
  public void seek(long number) {
    if (number < firstNumber() || number > endNumber()) {
      throw new IllegalArgumentException(
          "record " + number + " is not in " + firstNumber() + ".." + endNumber());
    }
    next = number;
  }

  @Override
  public long firstNumber() {
    return pieces.get(0).from();
  }

  @Override
  public long endNumber() {
    return pieces.get(pieces.size() - 1).until();
  }

  @Override
  public long numberAt(long position) {
    Piece piece = pieces.get(0);
    for (Piece each : pieces) {
      piece = each.fromPosition() - each.holeSamples() <= position ? each : piece;
    }
    if (position < piece.fromPosition()) {
      return piece.holeNumber();
    }
    enter(piece);
    try {
      long here = piece.here(tape.numberAt(position - piece.part().start()));
      return Math.max(piece.from(), Math.min(piece.until(), here));
    } catch (TapeFaultException e) {
      throw e.moved(piece.part().paths().id(), piece.from() - piece.first(), piece.sequences());
    }
  }

  @Override
  public Span span(String incarnation) {
    for (int i = pieces.size() - 1; i >= 0; i--) { // What is asked for is mostly the newest.
      Piece piece = pieces.get(i);
      enter(piece);
      Span span = tape.span(incarnation);
      if (span != null) {
        long from = Math.max(piece.from(), piece.here(span.from()));
        return new Span(from, Math.min(piece.until(), piece.here(span.to())), false);
      }
    }
    return null;
  }

  @Override
  public String incarnationAt(long number) {
    Piece piece = at(number);
    enter(piece);
    return tape.incarnationAt(piece.own(Math.max(number, piece.from())));
  }

  @Override
  public void close() {
    if (tape != null) {
      tape.close();
    }
    tape = null;
    current = null;
  }
}
