package dev.tapewire.common.wire;

/**
 * Close codes of tapewire.v1 (RFC 6455 leaves 4000 to 4999 to applications). The sender tries again
 * at once, later, or hardly at all.
 */
public final class CloseCode {
  public static final int NORMAL = 1000;
  public static final int GOING_AWAY = 1001;

  /** Never sent: how a close without a code is told (RFC 6455 §7.1.5). */
  public static final int NONE = 1005;

  public static final int POLICY = 1008;

  /** A message is too long for the library of the other side (RFC 6455): as TOO_LARGE. */
  public static final int TOO_BIG = 1009;

  /** A message that is none of ours, or out of order. Hardly at all. */
  public static final int BAD_MESSAGE = 4400;

  /** A newer connection delivers this session. Later. */
  public static final int TAKEN_OVER = 4409;

  /** Over a limit of the receiver that another try will not change. Hardly at all. */
  public static final int TOO_LARGE = 4413;

  /** The digests differ. Hardly at all. */
  public static final int DIGEST_MISMATCH = 4422;

  /** Too many connections or sessions now. Later. */
  public static final int BUSY = 4429;

  /** The receiver can't store now (disk full). Later. */
  public static final int STORAGE = 4500;

  private CloseCode() {}

  /** {@return whether another try can't be expected to end better} */
  public static boolean isPermanent(int code) {
    return switch (code) {
      case POLICY, TOO_BIG, BAD_MESSAGE, TOO_LARGE, DIGEST_MISMATCH -> true;
      default -> false;
    };
  }
}
