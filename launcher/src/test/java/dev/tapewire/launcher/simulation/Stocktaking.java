package dev.tapewire.launcher.simulation;

import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.tape.MemoryTape;

/**
 * How much of a session's audio a receiver's file holds, told at every write: each must be what the
 * tape holds there. Confined to one thread.
 */
final class Stocktaking {
  /** Bytes before the audio in a WAV file of this format. */
  private static final int HEAD_BYTES = WavHeader.length(MemoryTape.FORMAT);

  private final Recorded recorded;

  /** All below is what the tape holds now. */
  private int good;

  Stocktaking(Recorded recorded) {
    this.recorded = recorded;
  }

  int good() {
    return good;
  }

  /** Bytes were written; {@code stale}: they may be of a tape that was cut back since. */
  void written(SimFile file, int at, int length, boolean stale) {
    int from = at - HEAD_BYTES;
    if (from < 0) {
      return;
    }
    if (from > good && file.isZero(HEAD_BYTES + good, at)) {
      from = good; // A hole is silence.
    }
    int end = at - HEAD_BYTES + length;
    if (from <= good && recorded.isAudio(file.bytes(), HEAD_BYTES + from, end - from, from)) {
      good = Math.max(good, end);
    } else if (stale) {
      good = Math.min(good, from);
    } else {
      throw new Violation(
          recorded.name + ": what is written at byte " + from + " is not on the tape there");
    }
  }

  void truncated(int to) {
    good = Math.min(good, Math.max(0, to - HEAD_BYTES));
  }

  /** The tape was cut back. */
  void tapeCut() {
    good = Math.min(good, recorded.audioBytes());
  }

  /** The power was cut: the file is looked through again. */
  void recount(SimFile file) {
    int size = Math.max(0, file.size() - HEAD_BYTES);
    int low = 0;
    int high = Math.min(good, Math.min(size, recorded.audioBytes()));
    if (recorded.isAudio(file.bytes(), HEAD_BYTES, high, 0)) {
      low = high;
    }
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (recorded.isAudio(file.bytes(), HEAD_BYTES, middle, 0)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    good = low;
  }

  void checkDurable(SimFile file, int bytes) {
    Violation.unless(
        good >= bytes && file.syncedSize() >= HEAD_BYTES + bytes,
        () ->
            recorded.name
                + ": "
                + bytes
                + " bytes are claimed, "
                + good
                + " are there, "
                + (file.syncedSize() - HEAD_BYTES)
                + " are durable");
  }
}
