package dev.tapewire.common.wire;

/**
 * A control message of tapewire.v1: a WebSocket text message holding one JSON object whose {@code
 * type} is the name in lower case. Audio travels in binary messages, which hold whole records one
 * after another. docs/protocol.md has the order and the limits. Immutable.
 */
public sealed interface Control {
  /** The WebSocket subprotocol. */
  String SUBPROTOCOL = "tapewire.v1";

  /** The delivery id of a session's first delivery; a replay has another. */
  String FIRST_DELIVERY = "first";

  /**
   * Receiver, first of all: I speak tapewire.v1.
   *
   * @param messageBytesMax the largest message I take
   */
  record Greeting(int messageBytesMax) implements Control {}

  /**
   * Sender: this is what I deliver.
   *
   * @param session its id
   * @param delivery {@link #FIRST_DELIVERY}, or a replay's own id
   * @param rate samples per channel per second
   * @param channels interleaved
   * @param encoding of a sample
   * @param first the number of the delivery's first record
   * @param firstPosition the position where the delivery starts
   */
  record Hello(
      String session,
      String delivery,
      int rate,
      int channels,
      String encoding,
      long first,
      long firstPosition)
      implements Control {}

  /**
   * Receiver: go on from here. Sent after a hello and after a rewind.
   *
   * @param keepsState false: I keep none, go on from your checkpoint; the rest is then void
   * @param incarnation which wrote the record before {@code next}; empty if I have none
   * @param next the first record number that I want
   * @param digest over the records of this delivery below {@code next}
   */
  record Welcome(boolean keepsState, String incarnation, long next, String digest)
      implements Control {}

  /**
   * Sender: my tape does not hold what you say you have. Of {@code incarnation} I have only the
   * records below {@code next}; go back at least there and say welcome again.
   */
  record Rewind(String incarnation, long next) implements Control {}

  /** Receiver: everything below {@code next} is durable here. Cumulative. */
  record Ack(long next) implements Control {}

  /**
   * Sender: that was all.
   *
   * @param next one past the last record
   * @param digest over all records of this delivery
   */
  record End(long next, String digest) implements Control {}

  /** Receiver: the whole delivery is durable here and has this digest. */
  record Complete(String digest) implements Control {}
}
