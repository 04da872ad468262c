package dev.tapewire.sender.delivery;

import dev.tapewire.common.metric.LinkState;

/** Where a delivery stands. */
public enum State {
  /** A link is being opened. */
  CONNECTING,
  /** The link is open; the receiver has not said yet that it speaks tapewire.v1. */
  GREETING,
  /** Both sides settle from where to go on. */
  RESUMING,
  /** Records travel. */
  STREAMING,
  /** Everything was sent; the last word of the receiver is due. */
  ENDING,
  /** Everything that was to be delivered is confirmed. */
  DONE,
  /** There is no link; another try is due later. */
  WAITING,
  /** The tape is damaged: this delivery can't go on. */
  FAILED;

  /** {@return how a delivery in this state is told to people} */
  LinkState told(boolean draining, boolean complete) {
    return switch (this) {
      case CONNECTING, GREETING, RESUMING -> LinkState.CONNECTING;
      case STREAMING -> draining ? LinkState.DRAINING : LinkState.STREAMING;
      case ENDING -> LinkState.DRAINING;
      case WAITING -> LinkState.WAITING;
      case DONE -> complete ? LinkState.DONE : LinkState.OFF;
      case FAILED -> LinkState.OFF;
    };
  }
}
