package dev.tapewire.launcher.simulation;

import dev.tapewire.sender.delivery.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a sender handed to one link and what of it was confirmed to it: it sends what is on the
 * tape, without holes, and no more than the window holds. Confined to one thread.
 */
final class Sent {
  private static final int LENGTH_AT = 4;
  private static final int NUMBER_AT = 8;
  private static final long UNKNOWN = -1;

  private record Mark(long next, long bytes) {}

  private final Recorded recorded;
  private final boolean plain;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private long next = UNKNOWN;
  private long bytes;
  private long confirmedBytes;

  Sent(Recorded recorded, boolean plain) {
    this.recorded = recorded;
    this.plain = plain;
  }

  /** {@return one past the last record sent; -1: none was} */
  long next() {
    return next;
  }

  void handed(byte[] message) {
    bytes += message.length;
    if (!plain) {
      ByteBuffer records = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < message.length; at += records.getInt(at + LENGTH_AT)) {
        long number = records.getLong(at + NUMBER_AT);
        Violation.unless(
            next == UNKNOWN || number == next, () -> "record " + number + " is sent after " + next);
        next = number + 1;
      }
      Violation.unless(next <= recorded.endNumber(), () -> "sent beyond the tape: " + next);
      marks.add(new Mark(next, bytes));
      Violation.unless(
          bytes - confirmedBytes <= Limits.WINDOW_BYTES_MAX + Limits.MESSAGE_BYTES_MAX_LEAST,
          () -> "the window holds " + (bytes - confirmedBytes) + " bytes");
    }
  }

  /** The receiver's confirmation reached the sender. */
  void confirmed(long below) {
    while (!marks.isEmpty() && marks.peek().next() <= below) {
      confirmedBytes = marks.remove().bytes();
    }
  }
}
