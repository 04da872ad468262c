package dev.tapewire.receiver.link;

import java.util.HashSet;
import java.util.Set;

/**
 * How much all connections together hold of messages that are not whole yet. If it is too much, the
 * connection with the most of it goes. Confined to the network's thread.
 */
final class Partials {
  private final long bytesMax;
  private final Set<PartialCount> all = new HashSet<>();
  private long bytes;

  Partials(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  void add(PartialCount one) {
    all.add(one);
  }

  void remove(PartialCount one) {
    if (all.remove(one)) {
      bytes -= one.bytes();
    }
  }

  /** {@code by} more bytes wait, or fewer. */
  void changed(long by) {
    bytes += by;
    while (bytes > bytesMax) {
      PartialCount most = null;
      for (PartialCount one : all) {
        most = most == null || one.bytes() > most.bytes() ? one : most;
      }
      remove(most);
      most.refuse();
    }
  }
}
