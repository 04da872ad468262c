package dev.tapewire.receiver.reception;

/** What a peer sent can't be taken; it is told so by this close code and reason. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /** Names the close code (see {@code CloseCode}) and, in words that fit a close reason, why. */
  public RefusedException(int code, String reason) {
    super(reason);
    this.code = code;
  }

  /** {@return the close code} */
  public int code() {
    return code;
  }
}
