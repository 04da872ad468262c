package dev.tapewire.sender.delivery;

/**
 * The life of one network connection: connecting, open, then closed or failed, for good. What
 * happens to it comes as {@link LinkEvent}s. That bytes were taken does not mean that anybody has
 * them. Confined to the agent thread.
 */
public interface Link {
  /** Hands over a text message. {@return false if the link is closing or dead} */
  boolean sendText(String text);

  /** Hands over a binary message, which is copied. {@return false if it is closing or dead} */
  boolean sendBinary(byte[] bytes, int offset, int length);

  /** {@return payload bytes handed over that have not reached the kernel's socket yet} */
  long queuedBytes();

  /** {@return pings begun on this link; raised before the ping is written} */
  int sentPings();

  /** {@return how many of the first pings of this link are answered} */
  int receivedPongs();

  /** {@return pongs that came on this link and answer no ping} */
  int unaskedPongs();

  /**
   * While the peer {@code loads}, its silence is no sign of death: who waits until it is ready has
   * a limit for that.
   */
  default void loading(boolean loads) {}

  /** Closes once everything handed over is written; the peer's answer is an event. */
  void close(int code, String reason);

  /** Drops the connection now; its events may still come and mean nothing. */
  void cancel();
}
