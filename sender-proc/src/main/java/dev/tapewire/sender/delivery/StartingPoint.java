package dev.tapewire.sender.delivery;

import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.wire.Control;

/**
 * Whether a place that somebody names, by incarnation and record number, is on the tape. A tape may
 * have lost its last records in a power cut and have been gone on with, so that their numbers stand
 * for other audio: no place is trusted unchecked. Immutable.
 *
 * @param stands the records below {@code next} are those that were meant
 * @param next if it stands, the named place; else the number up to which both agree
 */
record StartingPoint(boolean stands, long next) {

  /**
   * Checks the place before record {@code next}, where {@code incarnation} wrote the one before.
   */
  static StartingPoint check(TapeReader tape, String incarnation, long next, long first) {
    if (incarnation.isEmpty()) {
      return next == first ? new StartingPoint(true, first) : new StartingPoint(false, 0);
    }
    TapeReader.Span span = tape.span(incarnation);
    if (span == null || next <= span.from() || next <= first) {
      return new StartingPoint(false, 0);
    }
    return next <= span.to()
        ? new StartingPoint(true, next)
        : new StartingPoint(false, Math.max(first, span.to()));
  }

  /** {@return the message that tells the receiver to go back} */
  Control.Rewind rewind(String incarnation) {
    return new Control.Rewind(incarnation, next);
  }
}
