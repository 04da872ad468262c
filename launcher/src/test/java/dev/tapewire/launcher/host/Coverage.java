package dev.tapewire.launcher.host;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the pieces that arrived stand in what was recorded, found by the samples alone: which
 * samples never arrived, which did more than once, and what arrived that was never recorded.
 * Immutable.
 */
final class Coverage {
  /** So many samples of noise in a row stand at one place only. */
  private static final int KEY_SAMPLES = 4;

  /** Every so many samples a key is kept; between two keys the search goes sample by sample. */
  private static final int KEY_DISTANCE = 32;

  private final Samples recorded;
  private final BitSet arrived;
  private long twice;
  private long strange;
  private int pieces;

  private Coverage(Samples recorded) {
    this.recorded = recorded;
    this.arrived = new BitSet(recorded.count());
  }

  /** {@return how {@code heard}, one piece after another, covers {@code recorded}} */
  static Coverage of(Samples recorded, Samples heard) {
    Coverage coverage = new Coverage(recorded);
    Map<Long, Integer> places = new HashMap<>();
    for (int at = 0; at + KEY_SAMPLES <= recorded.count(); at += KEY_DISTANCE) {
      if (!still(recorded, at)) {
        places.put(key(recorded, at), at);
      }
    }
    int pieceStart = 0;
    int at = 0;
    while (at + KEY_SAMPLES <= heard.count()) {
      Integer place = places.get(key(heard, at));
      if (place == null) {
        at++;
        continue;
      }
      int back = 0;
      while (at - back > pieceStart
          && place - back > 0
          && heard.at(at - back - 1) == recorded.at(place - back - 1)) {
        back++;
      }
      int length = coverage.length(heard, at, place);
      coverage.strange += at - back - pieceStart;
      coverage.add(place - back, place + length);
      at += length;
      pieceStart = at;
    }
    coverage.strange += heard.count() - pieceStart;
    return coverage;
  }

  private int length(Samples heard, int at, int place) {
    int length = 0;
    while (at + length < heard.count()
        && place + length < recorded.count()
        && heard.at(at + length) == recorded.at(place + length)) {
      length++;
    }
    return length;
  }

  private void add(int from, int until) {
    int known = arrived.get(from, until).cardinality();
    twice += known;
    arrived.set(from, until);
    pieces++;
  }

  /** Silence stands in many places, and so tells none. */
  private static boolean still(Samples samples, int at) {
    return samples.at(at) == samples.at(at + 1) && samples.at(at) == samples.at(at + 2);
  }

  private static long key(Samples samples, int at) {
    long key = 0;
    for (int i = 0; i < KEY_SAMPLES; i++) {
      key = key << Short.SIZE | samples.at(at + i) & 0xFFFF;
    }
    return key;
  }

  /** {@return how many recorded samples never arrived} */
  int missing() {
    return recorded.count() - arrived.cardinality();
  }

  /** {@return how many recorded samples arrived} */
  int arrived() {
    return arrived.cardinality();
  }

  /** {@return how many samples in {@code [from, until)} never arrived} */
  int missing(int from, int until) {
    return until - from - arrived.get(from, until).cardinality();
  }

  /** {@return how many samples arrived that had arrived before} */
  long twice() {
    return twice;
  }

  /** {@return how many samples arrived that were not recorded} */
  long strange() {
    return strange;
  }

  /** {@return in how many unbroken pieces it arrived} */
  int pieces() {
    return pieces;
  }

  /** {@return the first recorded sample that arrived} */
  int first() {
    return arrived.nextSetBit(0);
  }

  /** {@return one past the last recorded sample that arrived} */
  int end() {
    return arrived.length();
  }

  @Override
  public String toString() {
    return missing()
        + " missing, "
        + twice
        + " twice, "
        + strange
        + " strange, in "
        + pieces
        + " pieces";
  }
}
