package dev.tapewire.sender.link;

import dev.tapewire.common.secret.PemIdentity;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Whom a sender trusts, and what it shows of itself. Immutable.
 *
 * @param authorities trusted instead of the system's; empty: the system's
 * @param identity shown to a server that asks, or null
 * @param pins of keys ({@code sha256/BASE64}), one of which the server's chain must hold; empty:
 *     any
 * @param insecure whether nothing is verified
 */
public record TlsChoice(
    List<X509Certificate> authorities, PemIdentity identity, List<String> pins, boolean insecure) {
  /** As the system has it. */
  public static final TlsChoice SYSTEM = new TlsChoice(List.of(), null, List.of(), false);

  /** Copies the lists. */
  public TlsChoice {
    authorities = List.copyOf(authorities);
    pins = List.copyOf(pins);
  }

  /** {@return whether OkHttp's own context does} */
  boolean isSystem() {
    return authorities.isEmpty() && identity == null && !insecure;
  }
}
