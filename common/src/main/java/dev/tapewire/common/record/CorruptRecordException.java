package dev.tapewire.common.record;

/** What was read is not a record; the message holds the record's number and the reason. */
public final class CorruptRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the fault. */
  public CorruptRecordException(String message) {
    super(message);
  }
}
