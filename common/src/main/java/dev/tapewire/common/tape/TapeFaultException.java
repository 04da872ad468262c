package dev.tapewire.common.tape;

/** A tape is damaged at a place that can be named. */
public final class TapeFaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long number;
  private final long sequence;
  private final String file;
  private final long offset;
  private final String reason;
  private final long resumeAt;
  private final boolean recordedOver;

  /**
   * Names the place.
   *
   * @param number of the record that should stand here
   * @param sequence of the frame that should stand here or follow
   * @param file the tape file's name
   * @param offset in that file, bytes; -1 if unknown
   */
  public TapeFaultException(long number, long sequence, String file, long offset, String reason) {
    this(number, sequence, file, offset, reason, number + 1, false);
  }

  TapeFaultException(
      long number,
      long sequence,
      String file,
      long offset,
      String reason,
      long resumeAt,
      boolean recordedOver) {
    super("frame " + sequence + " in " + file + " at byte " + offset + ": " + reason);
    this.number = number;
    this.sequence = sequence;
    this.file = file;
    this.offset = offset;
    this.reason = reason;
    this.resumeAt = resumeAt;
    this.recordedOver = recordedOver;
  }

  /** {@return the same fault where the session's tape is a part of another} */
  TapeFaultException moved(String session, long numbers, long sequences) {
    return new TapeFaultException(
        number + numbers,
        sequence + sequences,
        session + "/" + file,
        offset,
        reason,
        resumeAt + numbers,
        recordedOver);
  }

  /** {@return the number of the record that should stand here} */
  public long number() {
    return number;
  }

  /** {@return the sequence of the frame that should stand here or follow} */
  public long sequence() {
    return sequence;
  }

  /** {@return the tape file's name} */
  public String file() {
    return file;
  }

  /** {@return the offset in that file, bytes; -1 if unknown} */
  public long offset() {
    return offset;
  }

  /** {@return what is wrong} */
  public String reason() {
    return reason;
  }

  /**
   * {@return the number to seek to for reading on: past the fault, at or before the next record}
   */
  public long resumeAt() {
    return resumeAt;
  }

  /**
   * {@return whether what was read is on the tape no more and others were recorded in its place}
   */
  public boolean cutBack() {
    return resumeAt == number; // There is nothing to go past.
  }

  /**
   * {@return whether a later life of capture would record this number and all behind it anew: the
   * page is one that never reached the disk, in a file that nobody has closed}
   */
  public boolean recordedOver() {
    return recordedOver;
  }
}
