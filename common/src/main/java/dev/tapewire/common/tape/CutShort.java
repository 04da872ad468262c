package dev.tapewire.common.tape;

import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Samples that a recording had and its tapes have not. A tape that lost its last files is whole in
 * itself: only the summary beside it, or the part behind it, knows of more. Immutable.
 *
 * @param session the part
 * @param from where they began on the recording's timeline
 * @param until where they ended
 * @param damage whether they were lost; else they were dropped once delivered, or deleted
 */
public record CutShort(String session, long from, long until, boolean damage) {
  /**
   * {@return what of the timeline's {@code [from, until)} is missing at the end of any of {@code
   * parts}, or between two of them}
   */
  public static List<CutShort> in(
      long from, long until, List<Part> parts, Function<SessionPaths, TapeReader> opener)
      throws IOException {
    return of(parts, opener).stream().filter(each -> each.isIn(from, until)).toList();
  }

  static List<CutShort> of(List<Part> parts, Function<SessionPaths, TapeReader> opener)
      throws IOException {
    List<CutShort> missing = new ArrayList<>();
    long reached = -1;
    for (Part part : parts) {
      String id = part.paths().id();
      try (TapeReader tape = opener.apply(part.paths())) {
        long begin = part.start() + Tape.firstPosition(tape);
        if (reached >= 0 && begin > reached) {
          missing.add(new CutShort(id, reached, begin, false));
        }
        long end = part.start() + end(tape);
        SessionSummary told = SessionSummary.read(part.paths());
        reached =
            told == null || !told.ended() ? end : Math.max(end, part.start() + told.samples());
        if (reached > end) {
          missing.add(new CutShort(id, end, reached, true));
        }
      } catch (TapeFaultException damaged) {
        reached = -1; // Who reads it comes to the damage, and tells it.
      }
    }
    return missing;
  }

  /** {@return one past the last position that is on the tape now} */
  private static long end(TapeReader tape) {
    RecordView last = new RecordView();
    tape.seek(tape.endNumber() - 1);
    return tape.poll(last) ? last.endPosition() : 0;
  }

  boolean isIn(long wantedFrom, long wantedUntil) {
    return from < wantedUntil && until > wantedFrom;
  }

  /** {@return a line for people} */
  public String line() {
    long samples = until - from;
    return damage
        ? "session " + session + " is cut short: the last " + samples + " samples of it are gone"
        : samples
            + " samples before session "
            + session
            + " are not there any more: dropped once delivered, or deleted";
  }
}
