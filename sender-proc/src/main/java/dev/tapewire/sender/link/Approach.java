package dev.tapewire.sender.link;

import java.util.List;

/**
 * How a destination is reached: with which key, trusting whom, over which proxy. Immutable.
 *
 * @param key sent as {@code Authorization: Bearer}, or null
 * @param tls whom to trust, and who we are
 * @param proxy over which all goes, or null: straight
 * @param options that say the same on a command line; they name secrets and hold none
 * @param service what is asked of a speech service; null: it is none
 */
public record Approach(
    String key, TlsChoice tls, ProxyRoute proxy, List<String> options, ServiceChoice service) {
  /** No key, the system's authorities, no proxy. */
  public static final Approach PLAIN = new Approach(null, TlsChoice.SYSTEM, null, List.of());

  /** A way to a destination that is no speech service. */
  public Approach(String key, TlsChoice tls, ProxyRoute proxy, List<String> options) {
    this(key, tls, proxy, options, null);
  }

  /** Copies the list. */
  public Approach {
    options = List.copyOf(options);
  }

  /** {@return what may be shown} */
  @Override
  public String toString() {
    return String.join(" ", options);
  }
}
