package dev.tapewire.sender.delivery;

import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import java.util.Arrays;

/**
 * The records that were sent and are not confirmed, in order of number without holes. Bounded: the
 * sender stops before it is full. Confined to the agent thread.
 */
final class SendWindow {
  /** 4 MiB of the shortest frames in use (20 ms of 8 kHz telephony) are 20,000 records. */
  static final int RECORDS_MAX = 32_768;

  /** Of a replay flat out: 512 MiB of frames of 2 KiB, in 15 MB of memory. */
  static final int REPLAY_RECORDS_MAX = 262_144;

  private static final int RECORDS_FIRST = 1024;

  private final int recordsMax;
  private Entry[] ring = new Entry[RECORDS_FIRST];
  private long from;
  private long next;
  private long bytesBelowFrom;
  private long bytesBelowNext;

  /**
   * What is known of one record in the window.
   *
   * @param endPosition the position after it
   * @param bytesBelow payload bytes of this link up to and with it
   * @param message which message of this link carried it
   * @param capturedNs when it was captured, monotonic ns; 0: not a frame
   * @param digest the delivery's digest up to and with it, in hex; empty: none is kept
   */
  record Entry(long endPosition, long bytesBelow, long message, long capturedNs, String digest) {

    static Entry of(RecordView record, long bytesBelow, long message, String digest) {
      long capturedNs = record.is(RecordKind.FRAME) ? record.frameCapturedNs() : 0;
      return new Entry(record.endPosition(), bytesBelow, message, capturedNs, digest);
    }
  }

  /** Makes an empty one that is full with {@code recordsMax}. */
  SendWindow(int recordsMax) {
    this.recordsMax = recordsMax;
  }

  /** Forgets everything; the next record is {@code number}, and a new link's bytes count from 0. */
  void restart(long number) {
    Arrays.fill(ring, null);
    from = number;
    next = number;
    bytesBelowFrom = 0;
    bytesBelowNext = 0;
  }

  /** Takes in record {@link #next()}. */
  void add(Entry entry) {
    if (next - from == ring.length) {
      grow();
    }
    ring[slot(next)] = entry;
    bytesBelowNext = entry.bytesBelow();
    next++;
  }

  /** {@return the lowest record number in the window} */
  long from() {
    return from;
  }

  /** {@return one past the highest record number in the window} */
  long next() {
    return next;
  }

  /** {@return payload bytes in the window} */
  long bytes() {
    return bytesBelowNext - bytesBelowFrom;
  }

  /** {@return payload bytes handed to this link so far} */
  long bytesHanded() {
    return bytesBelowNext;
  }

  boolean isEmpty() {
    return from == next;
  }

  boolean isFull() {
    return next - from >= recordsMax;
  }

  /** {@return what is known of a record in the window} */
  Entry get(long number) {
    if (number < from || number >= next) {
      throw new IllegalArgumentException(
          "record " + number + " is not in the window " + from + ".." + next);
    }
    return ring[slot(number)];
  }

  /** Takes everything below {@code number} out. */
  void confirm(long number) {
    while (from < number) {
      Entry entry = get(from);
      bytesBelowFrom = entry.bytesBelow();
      ring[slot(from)] = null;
      from++;
    }
  }

  /** {@return one past the last record of which all bytes are among the first {@code bytes}} */
  long numberWithin(long bytes) {
    long low = from;
    long high = next;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (get(middle).bytesBelow() <= bytes) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** {@return when the oldest frame in the window was captured, monotonic ns; 0: none is here} */
  long oldestCapturedNs() {
    for (long number = from; number < next; number++) {
      long capturedNs = get(number).capturedNs();
      if (capturedNs != 0) {
        return capturedNs;
      }
    }
    return 0;
  }

  private int slot(long number) {
    return (int) (number & (ring.length - 1));
  }

  private void grow() {
    Entry[] wider = new Entry[ring.length * 2];
    for (long number = from; number < next; number++) {
      wider[(int) (number & (wider.length - 1))] = ring[slot(number)];
    }
    ring = wider;
  }
}
