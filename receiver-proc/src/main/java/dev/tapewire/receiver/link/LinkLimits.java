package dev.tapewire.receiver.link;

import dev.tapewire.receiver.reception.ReceptionLimits;

/** What a stranger on the network can't exceed. */
final class LinkLimits {
  /** Connections at a time; each may hold a message of a MiB, so this bounds memory, too. */
  static final int CONNECTIONS_MAX = 1024;

  /** A connection has shaken hands by then; a person typing HTTP by hand is no client. */
  static final long HANDSHAKE_MS_MAX = 10_000;

  /** The request's first line; ours is a short path. */
  static final int REQUEST_LINE_BYTES_MAX = 4096;

  /** All headers of the request together, as most servers take. */
  static final int HEADERS_BYTES_MAX = 8192;

  /** The greeting names it; text messages are far smaller. */
  static final int MESSAGE_BYTES_MAX = ReceptionLimits.MESSAGE_BYTES_MAX;

  /** Our sender pings every 5 s, other implementations every 20 s; three of those. */
  static final int SILENT_SECONDS_MAX = 60;

  /** A plain client need not ping, nor answer a ping; five minutes without audio is the end. */
  static final int PLAIN_SILENT_SECONDS_MAX = 300;

  /** Messages that came and wait for the agent, all connections: then nothing more is read. */
  static final long WAITING_BYTES_MAX = 16L << 20;

  /**
   * What a waiting message counts for beside its bytes, so that small ones are 4096 at most: the
   * agent's mailbox then has room left, and the network's thread never waits for it.
   */
  static final int WAITING_MESSAGE_BYTES = 4096;

  /** A close reason that fits a control frame: 125 bytes less two of the code (RFC 6455 5.5). */
  static final int REASON_CHARS_MAX = 120;

  /** Control messages that a peer leaves unread; an ack has 40 bytes. */
  static final int UNSENT_BYTES_MAX = 64 * 1024;

  /** A peer that does not answer a close is left. */
  static final long CLOSE_MS_MAX = 2_000;

  private LinkLimits() {}
}
