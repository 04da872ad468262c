package dev.tapewire.receiver.link;

import java.net.InetSocketAddress;

/**
 * Where to listen and whom to let in. Immutable.
 *
 * @param address resolved; port 0 picks one
 * @param key that clients must send, or null: none
 * @param allowOrigin whether pages in a browser may connect
 */
public record ListenConfig(InetSocketAddress address, String key, boolean allowOrigin) {}
