package dev.tapewire.receiver.reception;

import dev.tapewire.common.wire.Control;

/** Whoever is at the other end of a connection. Neither call waits for the network. */
public interface Peer {
  /** Sends a control message; nothing happens if the connection is gone. */
  void send(Control message);

  /** Closes the connection; nothing happens if it is gone. */
  void close(int code, String reason);

  /** {@return its address, for people} */
  String name();
}
