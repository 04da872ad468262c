package dev.tapewire.receiver.reception;

import java.util.concurrent.TimeUnit;

/** What a peer can't exceed, and how long things wait. */
public final class ReceptionLimits {
  /** A binary message: eight of the largest records, so that joining them pays. */
  public static final int MESSAGE_BYTES_MAX = 1 << 20;

  /** A group of records is made durable at this size: a quarter of the sender's window. */
  public static final long GROUP_BYTES = 1 << 20;

  /** A group is made durable after this long: ten times below what the sender is promised. */
  public static final long GROUP_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The same where deliveries are many: well below what the sender is promised. */
  public static final long GROUP_NS_MAX = TimeUnit.MILLISECONDS.toNanos(800);

  /** Plain audio waits for no acknowledgement; a second of it is what a power cut may take. */
  public static final long PLAIN_GROUP_NS = TimeUnit.SECONDS.toNanos(1);

  /** Not durable yet; a sender keeps 4 MiB in flight, sixteen times that is no sender of ours. */
  public static final long PENDING_BYTES_MAX = 64L << 20;

  /** Who has connected says hello; ours does at once. */
  public static final long HELLO_NS = TimeUnit.SECONDS.toNanos(10);

  /** A summary is for people looking on; a second is as often as they look. */
  public static final long SUMMARY_NS = TimeUnit.SECONDS.toNanos(1);

  /** The same where deliveries are many, and nobody looks at each. */
  public static final long SUMMARY_NS_MAX = TimeUnit.SECONDS.toNanos(20);

  /** Of those the summary tells the first, and the count of all: it is written every second. */
  public static final int GAPS_TOLD_MAX = 256;

  /** Gaps of all deliveries that wait to become durable: two windows of nothing else. */
  public static final int GAPS_WAITING_MAX = 200_000;

  /** Deliveries at a time: those of all connections, and half as many that a disk still writes. */
  public static final int DELIVERIES_MAX = 1536;

  /** Tracks that one host begins in a minute; a backlog of short sessions comes ten a second. */
  public static final int NEW_TRACKS_A_MINUTE_MAX = 600;

  /** Hosts whose new tracks are counted; in a minute with more of them, new ones wait. */
  public static final int HOSTS_A_MINUTE_MAX = 10_000;

  /** Durable states kept for going back, in the ledger alone; thinned out beyond: a MiB of it. */
  public static final int STATES_MAX = 4096;

  /** The newest states, a hundred seconds of them, are never thinned out. */
  public static final int STATES_NEWEST = 1024;

  /** Tracks whose failure was told and is not told again; a bound on memory, not on tracks. */
  public static final int FAILING_MAX = 10_000;

  /** A step back of any length lands at most a 256th of it further back than wanted. */
  public static final int STATES_AN_AGE = 256;

  private ReceptionLimits() {}
}
