package dev.tapewire.sender.service;

/**
 * What a message of a service can mean; a message may mean several things or none. Samples are
 * service samples. Confined to one thread.
 */
public interface Ear {
  /** No utterance is open. */
  long NOTHING = Long.MAX_VALUE;

  /** Audio may be sent from now on. */
  void ready();

  /** The service says that it has the first {@code samples} of this link. */
  void received(long samples);

  /** The service has answered one more message of audio. */
  void receivedOne();

  /** All that the service will ever answer about the first {@code samples} is here. */
  void processed(long samples);

  /** The answer to what was said since {@code samples} is still to come; {@link #NOTHING}: none. */
  void open(long samples);

  /** Text that may still change. */
  void partial(Said said);

  /** Text that stands. */
  void said(Said said);

  /** The message is about the audio {@code [from, until)}, and no text. */
  void measured(long from, long until);

  /**
   * The message holds audio that the service speaks.
   *
   * @param pointer where in the message its base64 is (RFC 6901)
   * @param rateHz 0: {@code encoding} is {@code wav}
   */
  void speaks(String pointer, int rateHz, String encoding);

  /** The last word of the session: all that it got is answered. */
  void finished();

  /** The session is over before its end; another may do better. */
  void lost(String reason);

  /** The service has no room for a session now; in a while it may. */
  void busy(String reason);

  /** The service does not want us, and will not for now: a wrong setting, no credit. */
  void refused(String reason);

  /** The service does not take the key. */
  void keyRefused(String reason);

  /** Something worth a line to people, while the session goes on. */
  void warned(String reason);
}
