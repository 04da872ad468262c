package dev.tapewire.receiver.link;

import dev.tapewire.receiver.reception.Peer;

/** One network connection. Safe for use by any thread. */
public interface Link extends Peer {
  /** A message of that length is dealt with: as much more may be read. */
  void taken(int length);
}
