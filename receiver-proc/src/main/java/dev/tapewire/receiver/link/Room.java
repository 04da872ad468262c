package dev.tapewire.receiver.link;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.StreamLimit;

/**
 * How many connections a receiver has room for: not more than it may have files open. Confined to
 * the network's thread.
 */
final class Room {
  /**
   * Open files of one stream, as counted ({@code ls /proc/PID/fd}): its connection, its WAV, its
   * ledger, its lock.
   */
  static final int STREAM_FILES = 4;

  /** Of few open files strangers get an eighth: who shakes hands has no stream yet. */
  private static final int STRANGERS_PART = 8;

  private final int handshakesMax;
  private final StreamLimit streams;
  private final Log log;

  /** Makes that of a process that may have {@code filesMax} open files. */
  Room(long filesMax, Log log) {
    this.handshakesMax =
        (int) Math.max(1, Math.min(LinkLimits.HANDSHAKES_MAX, filesMax / STRANGERS_PART));
    this.streams =
        new StreamLimit(
            "connections", filesMax, StreamLimit.PROCESS_FILES + handshakesMax, STREAM_FILES);
    this.log = log;
  }

  /** {@return how many may shake hands at a time} */
  int handshakesMax() {
    return handshakesMax;
  }

  /** {@return how many may be connected} */
  int connectionsMax() {
    return Math.min(LinkLimits.CONNECTIONS_MAX, streams.max());
  }

  /** Warns if {@code connections} are nearly all that the open files allow. */
  void look(int connections) {
    streams.look(connections, log);
  }
}
