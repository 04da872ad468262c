package dev.tapewire.receiver.link;

import dev.tapewire.common.wire.ControlCodec;
import dev.tapewire.receiver.reception.ReceptionLimits;

/** What a stranger on the network can't exceed. */
final class LinkLimits {
  /** Connections at a time; with TLS each takes some 50 KiB of a heap of 256 MiB. */
  static final int CONNECTIONS_MAX = 1024;

  /** Connections from one place: a site's devices behind one address, yet not all there are. */
  static final int CONNECTIONS_A_PLACE_MAX = 256;

  /** Handshakes under way: all of a crowd that comes back at once, a quarter at a time. */
  static final int HANDSHAKES_MAX = 256;

  /** Handshakes under way from one place, so that one host can't keep the others out. */
  static final int HANDSHAKES_A_PLACE_MAX = 64;

  /** A connection has shaken hands by then; a person typing HTTP by hand is no client. */
  static final long HANDSHAKE_MS_MAX = 10_000;

  /** The request's first line; ours is a short path. */
  static final int REQUEST_LINE_BYTES_MAX = 4096;

  /** All headers of the request together, as most servers take. */
  static final int HEADERS_BYTES_MAX = 8192;

  /** The greeting names it; text messages are far smaller. */
  static final int MESSAGE_BYTES_MAX = ReceptionLimits.MESSAGE_BYTES_MAX;

  /** A text message: four bytes for each character that a control message may have. */
  static final int TEXT_BYTES_MAX = 4 * ControlCodec.TEXT_CHARS_MAX;

  /** Pieces of one message: a MiB in pieces of a KiB; each costs far more than its bytes. */
  static final int FRAGMENTS_MAX = 1024;

  /** Messages not yet whole, all connections: 64 KiB, our sender's most, from every other one. */
  static final long PARTIAL_BYTES_MAX = 32L << 20;

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
  static final int UNSENT_BYTES_MAX = 16 * 1024;

  /** A peer that does not answer a close is left. */
  static final long CLOSE_MS_MAX = 2_000;

  private LinkLimits() {}
}
