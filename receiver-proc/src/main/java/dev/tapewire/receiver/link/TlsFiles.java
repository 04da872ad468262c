package dev.tapewire.receiver.link;

import java.nio.file.Path;

/**
 * The PEM files of a receiver that speaks TLS. Immutable.
 *
 * @param certificate its own certificate, then those that lead to its authority
 * @param key of the certificate, PKCS#8, not encrypted
 * @param clientAuthorities whose certificates clients must show, or null: they need none
 */
public record TlsFiles(Path certificate, Path key, Path clientAuthorities) {
  /** The option that names {@link #certificate}. */
  public static final String CERTIFICATE_OPTION = "--tls-cert";

  /** The option that names {@link #key}. */
  public static final String KEY_OPTION = "--tls-key";

  /** The option that names {@link #clientAuthorities}. */
  public static final String CLIENTS_OPTION = "--tls-client-ca";
}
