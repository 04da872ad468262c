package dev.tapewire.common.error;

/**
 * A failure that a user can act on. The message is one line: what, which value, what to do. It ends
 * a command with its exit code.
 */
public final class TapewireException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  private TapewireException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** {@return a failure that ends the command with 1} */
  public static TapewireException failed(String message) {
    return new TapewireException(ExitCode.FAILED, message, null);
  }

  /** {@return a failure that ends the command with 1, with what caused it (told by --verbose)} */
  public static TapewireException failed(String message, Throwable cause) {
    return new TapewireException(ExitCode.FAILED, message, cause);
  }

  /** {@return a failure that ends the command with 2} */
  public static TapewireException usage(String message) {
    return new TapewireException(ExitCode.USAGE, message, null);
  }

  /** {@return a failure that ends the command with 3} */
  public static TapewireException undelivered(String message) {
    return new TapewireException(ExitCode.UNDELIVERED, message, null);
  }

  /** {@return how the command ends} */
  public ExitCode exitCode() {
    return exitCode;
  }
}
