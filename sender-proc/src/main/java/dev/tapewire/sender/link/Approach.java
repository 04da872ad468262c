package dev.tapewire.sender.link;

import dev.tapewire.common.error.TapewireException;
import java.util.List;
import java.util.function.Supplier;

/**
 * How a destination is reached: with which key, trusting whom, over which proxy. Immutable.
 *
 * @param key sent as {@code Authorization: Bearer}, or null
 * @param tls whom to trust, and who we are
 * @param proxy over which all goes, or null: straight
 * @param options that say the same on a command line; they name secrets and hold none
 * @param service what is asked of a speech service; null: it is none
 * @param keySource where the key is read again before each attempt: a token in a file expires and
 *     is replaced; null: it stays as it is
 * @param startNs what the server may take to answer, and a service to be ready, the first time; 0:
 *     what is usual
 */
public record Approach(
    String key,
    TlsChoice tls,
    ProxyRoute proxy,
    List<String> options,
    ServiceChoice service,
    Supplier<String> keySource,
    long startNs) {
  /** No key, the system's authorities, no proxy. */
  public static final Approach PLAIN = new Approach(null, TlsChoice.SYSTEM, null, List.of());

  /** A way to a destination that is no speech service. */
  public Approach(String key, TlsChoice tls, ProxyRoute proxy, List<String> options) {
    this(key, tls, proxy, options, null, null, 0);
  }

  /** Copies the list. */
  public Approach {
    options = List.copyOf(options);
  }

  /** {@return the key as it is now; the one of the start where it can't be read any more} */
  public String freshKey() {
    if (keySource == null) {
      return key;
    }
    try {
      return keySource.get();
    } catch (TapewireException e) {
      return key; // Being replaced, perhaps; if the old one is refused, that is told.
    }
  }

  /** {@return what may be shown} */
  @Override
  public String toString() {
    return String.join(" ", options);
  }
}
