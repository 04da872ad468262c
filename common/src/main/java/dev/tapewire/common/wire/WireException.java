package dev.tapewire.common.wire;

/** A message is not of tapewire.v1; the text says why and fits a close reason. */
public final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why. */
  public WireException(String message) {
    super(message);
  }
}
