package dev.tapewire.common.metric;

/** Live figures of one delivery. Append only: the ordinal is the place in the file. */
public enum SenderCounter {
  /** Process id of the sender that wrote last. */
  PID,
  /** UTC ns of the last write. */
  BEAT_EPOCH_NS,
  /** Ordinal of the LinkState. */
  LINK_STATE,
  /** Samples per channel handed to the network, timeline position. */
  SENT_SAMPLES,
  /** Samples per channel confirmed, timeline position. */
  CONFIRMED_SAMPLES,
  /** Age of the oldest frame that is not confirmed, ns; 0 if all are. */
  LAG_NS,
  /** Links opened in this process's life. */
  CONNECTS,
  /** Links that began with frames sent and not confirmed. */
  RESUMES_WITH_WINDOW,
  /** Ordinal of the Guarantee. */
  GUARANTEE,
  /** 1 once the end is confirmed. */
  COMPLETE,
  /** Of what follows behind the newest: samples per channel handed to the network, position. */
  GAP_SENT_SAMPLES,
  /** Monotonic ns of the last write; a reader tells a sender that hangs by this. */
  BEAT_NS
}
