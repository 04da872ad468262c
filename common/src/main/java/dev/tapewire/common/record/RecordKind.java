package dev.tapewire.common.record;

/**
 * What a record says. Codes 7 to 15 are kept for marks, pauses, redactions, hash chains and sealed
 * payloads.
 */
public enum RecordKind {
  /** Describes the session; the first record of every tape file and of every incarnation. */
  HEADER(1),
  /** Samples of all channels. */
  FRAME(2),
  /** Samples that are not there, and why. */
  GAP(3),
  /** A sample position against UTC and the monotonic clock. */
  ANCHOR(4),
  /** The recording is over; nothing follows. */
  END(5),
  /** Somebody to whom the session is addressed. */
  ADDRESS(6);

  private final int code;

  RecordKind(int code) {
    this.code = code;
  }

  /** {@return the byte on tape and wire} */
  public int code() {
    return code;
  }
}
