package dev.tapewire.sender.delivery;

import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;

/**
 * Whether there is something to open another link for where one went for want of audio: audio that
 * none had yet, or the end. A service gives up a session that gets no audio; while the source is
 * silent another would only get what the last one had, be paid for, and be given up, too. Confined
 * to the agent thread.
 */
final class FreshAudio {
  private static final long NEVER = -1;

  private final Transfer transfer;
  private long lookedAt = NEVER;
  private boolean fresh;

  FreshAudio(Transfer transfer) {
    this.transfer = transfer;
  }

  /** Looks on the tape, whose cursor is free while there is no link. {@return whether there is} */
  boolean isThere() {
    long end = transfer.tape().endNumber();
    if (transfer.plan().until() != Plan.UNTIL_END) {
      return true;
    }
    if (end != lookedAt) {
      lookedAt = end;
      fresh = look(end);
    }
    return fresh;
  }

  /** A link was opened. */
  void restart() {
    lookedAt = NEVER;
  }

  private boolean look(long end) {
    long sent = transfer.sent().position();
    // From the newest backwards: what is not sent is mostly the last.
    for (long number = end - 1; number >= transfer.tape().firstNumber(); number--) {
      RecordView record = transfer.lookAt(number);
      if (record == null || record.is(RecordKind.END)) {
        return true; // What is to be made of damage, others know.
      }
      if (record.endPosition() <= sent) {
        return false;
      }
      if (record.is(RecordKind.FRAME)) {
        return true;
      }
    }
    return false;
  }
}
