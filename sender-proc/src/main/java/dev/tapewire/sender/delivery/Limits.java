package dev.tapewire.sender.delivery;

import java.util.concurrent.TimeUnit;

/** The bounds of a delivery; docs/protocol.md holds those that a receiver may rely on. */
public final class Limits {
  /** Sent and not confirmed, bytes; what a receiver must be ready to hold. */
  public static final long WINDOW_BYTES_MAX = 4L << 20;

  /** Handed to the link and not yet written, bytes; OkHttp breaks the socket at 16 MiB. */
  public static final long QUEUED_BYTES_MAX = 1L << 20;

  /** A message while catching up, bytes: larger ones gain nothing and hold back the pings. */
  public static final int MESSAGE_BYTES_MAX = 64 * 1024;

  /** The least that a receiver must take in one message, bytes: the largest record. */
  public static final int MESSAGE_BYTES_MAX_LEAST = 131_072;

  /** TCP, TLS and the upgrade together, the first time; twice as long after each in vain. */
  public static final long CONNECT_NS_MAX = TimeUnit.SECONDS.toNanos(8);

  /** The longest of these: a server that wakes up for it, or loads what it needs, has answered. */
  public static final long CONNECT_NS_MOST = TimeUnit.SECONDS.toNanos(64);

  /** From the upgrade to the greeting. */
  public static final long GREETING_NS_MAX = TimeUnit.SECONDS.toNanos(3);

  /** From hello or rewind to welcome; a receiver may have to cut its files back. */
  public static final long WELCOME_NS_MAX = TimeUnit.SECONDS.toNanos(10);

  /** Without an acknowledgement while one is due. */
  public static final long ACK_NS_MAX = TimeUnit.SECONDS.toNanos(10);

  /**
   * From a ping to its pong where pongs are the evidence. Nothing else that comes postpones it: a
   * proxy may say that it lives for a server that does not.
   */
  public static final long PROOF_NS_MAX = TimeUnit.SECONDS.toNanos(30);

  /** The first delay before another attempt. */
  public static final long RETRY_FIRST_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The longest delay before another attempt; a server that came back waits no longer. */
  public static final long RETRY_NS_MAX = TimeUnit.SECONDS.toNanos(3);

  /** The same where the newest goes first: within 2 s of an outage it is heard again. */
  public static final long RETRY_LIVE_NS_MAX = TimeUnit.MILLISECONDS.toNanos(1500);

  /**
   * The longest delay behind links that opened and brought nothing. Such a link may be paid for and
   * sends all that is not confirmed once more; a server that is well again waits no longer.
   */
  public static final long RETRY_IN_VAIN_NS_MAX = TimeUnit.SECONDS.toNanos(30);

  /** After an answer that can't be expected to get better. */
  public static final long RETRY_REFUSED_NS = TimeUnit.MINUTES.toNanos(1);

  /** The longest that a peer's Retry-After is heeded: it may not put a delivery off for ever. */
  public static final long RETRY_AFTER_NS_MAX = RETRY_REFUSED_NS;

  /**
   * After another connection took over, so that two senders don't push each other out; and where a
   * service has no room, as Speechmatics asks for.
   */
  public static final long RETRY_LATER_NS = TimeUnit.SECONDS.toNanos(10);

  /** Over a link that lasted so long the trouble is over, as people are told. */
  public static final long LINK_PROVEN_NS = TimeUnit.SECONDS.toNanos(1);

  /** Work of one call, bytes, so that other deliveries have their turn. */
  static final int SLICE_BYTES = 1 << 20;

  /** Steps back that a receiver may take before it counts as broken: one for each incarnation. */
  static final int REWINDS_MAX = 256;

  private Limits() {}
}
