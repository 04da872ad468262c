package dev.tapewire.common.tape;

/**
 * Where a part of a recording stands on a {@link JoinedTape}. Immutable.
 *
 * @param part what it is
 * @param first the number of its first record on its own tape
 * @param from the number of that record here
 * @param until one past the number of its last record here, its END not among them
 * @param fromPosition where it begins on the recording's timeline
 * @param untilPosition where it ends there
 * @param sequences what is added to its frames' sequences
 * @param lostSamples samples per channel that are lost before it and not on its own tape
 * @param holeSamples samples per channel between the part before and this one, which are in none: a
 *     GAP of them has the number before {@code from}
 */
record Piece(
    Part part,
    long first,
    long from,
    long until,
    long fromPosition,
    long untilPosition,
    long sequences,
    long lostSamples,
    long holeSamples) {
  /** {@return the number here of the first record that is there because of it} */
  long holeNumber() {
    return holeSamples > 0 ? from - 1 : from;
  }

  long own(long here) {
    return here - from + first;
  }

  long here(long own) {
    return own - first + from;
  }
}
