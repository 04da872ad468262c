package dev.tapewire.common.record;

/** Why a session ended. Codes are on tape and wire: append only. */
public enum EndCause {
  /** The source came to its end, or somebody stopped the recording. */
  WHOLE(0),
  /** The source failed; what it would have given is not there. */
  SOURCE_FAILED(1);

  private final int code;

  EndCause(int code) {
    this.code = code;
  }

  /** {@return the byte on tape and wire} */
  public int code() {
    return code;
  }

  /** {@return the cause of that code; of one of a later version only that it is not whole} */
  public static EndCause byCode(int code) {
    return code == WHOLE.code ? WHOLE : SOURCE_FAILED;
  }
}
