package dev.tapewire.sender.delivery;

import dev.tapewire.common.metric.Guarantee;

/**
 * What is said over one open link under one profile: how records become messages, and what counts
 * as confirmation. A profile is one implementation. Confined to the agent thread.
 */
interface Conversation {
  /** {@return GREETING, RESUMING, STREAMING or ENDING} */
  State state();

  /** {@return how it ended, or null while it goes on} */
  Verdict verdict();

  /** {@return what a confirmation is worth here} */
  Guarantee guarantee();

  /** Takes a text message of the peer. */
  void onText(String text, long nowNs);

  /** Takes a binary message of the peer. */
  void onBinary(int bytes, long nowNs);

  /**
   * Takes the peer's close.
   *
   * @return what it means here, or null: what the code says
   */
  Verdict onClosed(int code, String reason);

  /**
   * Takes the failure of the link.
   *
   * @return what it means here, or null: the link is lost
   */
  Verdict onFailed(String reason);

  /** {@return what people should know, once; null: nothing} */
  default String takeNotice() {
    return null;
  }

  /**
   * Sends what may be sent and looks at the deadlines.
   *
   * @return whether there was anything to do
   */
  boolean work(Turn turn);

  /** {@return whether it holds audio back that it has from the tape} */
  default boolean isHeldUp() {
    return false;
  }

  /** Ends what was begun with the peer, unasked. {@return whether its link closes by itself} */
  default boolean leave() {
    return false;
  }

  /** {@return the position up to which samples were handed to this link} */
  long sentPosition();

  /**
   * {@return the link over which a lost session can be opened again, to go on where it was; null:
   * it can't}
   */
  default Link resumable() {
    return null;
  }

  /** {@return whether what it keeps of a lost session still fits the tape's place} */
  default boolean isWhole() {
    return false;
  }

  /** {@return whether it has had no audio for so long that a service may give it up} */
  default boolean isIdle(long nowNs) {
    return false;
  }

  /** Goes on over a new link to the same session. */
  default void resume(Link link, long nowNs) {
    throw new IllegalStateException("it goes on over no other link");
  }
}
