package dev.tapewire.receiver.link;

import dev.tapewire.receiver.reception.Peer;

/** One network connection. Safe for use by any thread. */
public interface Link extends Peer {
  /** A binary message of so many bytes is dealt with: that many more may be read. */
  void taken(int bytes);
}
