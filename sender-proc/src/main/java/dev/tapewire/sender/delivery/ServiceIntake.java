package dev.tapewire.sender.delivery;

import dev.tapewire.common.record.RecordView;

/** Takes records from the tape into a service's stream. Confined to the agent thread. */
final class ServiceIntake {
  private final Transfer transfer;
  private final ServiceStream stream;
  private long position;
  private long next;

  /** Begins at {@code position}, where the cursor is. */
  ServiceIntake(Transfer transfer, ServiceStream stream, long position) {
    this.transfer = transfer;
    this.stream = stream;
    this.position = position;
    this.next = transfer.cursor().next();
  }

  /** {@return the position up to which records were taken} */
  long position() {
    return position;
  }

  /** {@return whether what was taken is all that the window holds} */
  boolean isWhole() {
    return transfer.window().next() == next;
  }

  /** Brings the cursor back to where it was left. */
  void seek() {
    transfer.cursor().seek(next);
  }

  /** Takes the next record. {@return whether there was one that may be taken now} */
  boolean take(long nowNs, long sentMessages) {
    RecordView record = transfer.cursor().peek();
    SendWindow window = transfer.window();
    if (record == null || window.isFull() || !transfer.pacing().due(record.endPosition(), nowNs)) {
      return false;
    }
    stream.take(record);
    window.add(SendWindow.Entry.of(record, stream.bytesThrough(), sentMessages, ""));
    position = record.endPosition();
    transfer.cursor().take();
    next = transfer.cursor().next();
    return true;
  }
}
