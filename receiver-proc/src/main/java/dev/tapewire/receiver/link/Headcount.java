package dev.tapewire.receiver.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * How many are there, in total and from one place, with a limit on both. A place is an IPv4 address
 * or an IPv6 network of 64 bits, which is what one host is given. This machine is no place: whoever
 * comes by a proxy on it seems to be there. Confined to the network's thread.
 */
final class Headcount {
  private static final int IPV6_NETWORK_BYTES = 8;

  private final int max;
  private final int placeMax;
  private final Map<Object, Integer> byPlace = new HashMap<>();
  private int total;

  Headcount(int max, int placeMax) {
    this.max = max;
    this.placeMax = placeMax;
  }

  /** {@return how many there are} */
  int total() {
    return total;
  }

  /** {@return whether there is no room in total} */
  boolean isFull() {
    return total >= max;
  }

  /** {@return whether there is no room for one more from there} */
  boolean isFull(SocketAddress from) {
    Object place = place(from);
    return place != null && byPlace.getOrDefault(place, 0) >= placeMax;
  }

  /** One more is there. */
  void enter(SocketAddress from) {
    total++;
    Object place = place(from);
    if (place != null) {
      byPlace.merge(place, 1, Integer::sum);
    }
  }

  /** One of those that entered is gone. */
  void leave(SocketAddress from) {
    total--;
    Object place = place(from);
    if (place != null) {
      byPlace.computeIfPresent(place, (p, n) -> n == 1 ? null : n - 1);
    }
  }

  private static Object place(SocketAddress from) {
    if (!(from instanceof InetSocketAddress inet)) {
      return null; // Closed before anybody asked where it came from.
    }
    InetAddress address = inet.getAddress();
    if (address == null || address.isLoopbackAddress()) {
      return null;
    }
    byte[] bytes = address.getAddress();
    boolean ipv6 = bytes.length > IPV6_NETWORK_BYTES;
    return ipv6 ? ByteBuffer.wrap(bytes, 0, IPV6_NETWORK_BYTES).getLong() : address;
  }
}
