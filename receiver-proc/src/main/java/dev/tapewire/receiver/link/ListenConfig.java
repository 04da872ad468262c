package dev.tapewire.receiver.link;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where to listen and whom to let in. Immutable.
 *
 * @param address resolved; port 0 picks one
 * @param keys of which clients must send one; empty: anyone may come
 * @param allowOrigin whether pages in a browser may connect
 * @param tls what to prove the own identity with, or null: no TLS
 */
public record ListenConfig(
    InetSocketAddress address, List<String> keys, boolean allowOrigin, TlsFiles tls) {
  /** Copies the list. */
  public ListenConfig {
    keys = List.copyOf(keys);
  }
}
