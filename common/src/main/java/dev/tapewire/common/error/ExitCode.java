package dev.tapewire.common.error;

/** What a Tapewire process says when it ends. The codes are part of the command line's contract. */
public enum ExitCode {
  /** All captured and delivered. */
  OK(0),
  /** Failed: unreadable file, no such session or device, damaged tape, nothing recorded. */
  FAILED(1),
  /** Wrong usage. */
  USAGE(2),
  /** Recorded, but not all delivered: nothing is lost. */
  UNDELIVERED(3),
  /** {@code status --check}: something is not as it should be. */
  UNHEALTHY(4);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** {@return the process's exit code} */
  public int code() {
    return code;
  }
}
