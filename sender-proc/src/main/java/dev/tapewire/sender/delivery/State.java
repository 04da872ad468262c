package dev.tapewire.sender.delivery;

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
  FAILED
}
