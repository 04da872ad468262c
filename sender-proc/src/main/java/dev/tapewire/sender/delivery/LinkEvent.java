package dev.tapewire.sender.delivery;

/** Something that happened to a link, named by its number. Immutable. */
public sealed interface LinkEvent {
  /** {@return the number of the link} */
  long link();

  /**
   * The upgrade succeeded.
   *
   * @param subprotocol what the peer selected; empty: none
   */
  record Opened(long link, String subprotocol) implements LinkEvent {}

  /** The peer sent a text message. */
  record Text(long link, String text) implements LinkEvent {}

  /** The peer sent a binary message. */
  record Binary(long link, int bytes) implements LinkEvent {}

  /** The peer's close frame came: its last word, or its answer to ours. */
  record Closed(long link, int code, String reason) implements LinkEvent {}

  /**
   * The link could not be opened, or broke.
   *
   * @param httpStatus of a refused upgrade; 0: there was none
   * @param hopeless whether another try can't be expected to end better
   * @param reason one line for people
   * @param retryAfterNs how long the peer asks to be left alone; 0: it does not
   */
  record Failed(long link, int httpStatus, boolean hopeless, String reason, long retryAfterNs)
      implements LinkEvent {
    /** One whose peer asks for nothing. */
    public Failed(long link, int httpStatus, boolean hopeless, String reason) {
      this(link, httpStatus, hopeless, reason, 0);
    }
  }
}
