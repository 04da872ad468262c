package dev.tapewire.common.secret;

import dev.tapewire.common.error.TapewireException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates from a PEM file. */
public final class PemCertificates {
  private PemCertificates() {}

  /**
   * {@return the certificates in {@code file}, at least one, in their order}
   *
   * @param option that named the file, for messages
   * @throws TapewireException wrong usage, naming option and file
   */
  public static List<X509Certificate> read(String option, Path file) {
    List<X509Certificate> chain = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        chain.add((X509Certificate) each);
      }
    } catch (IOException e) {
      throw TapewireException.usage(option + " " + file + ": can't be read");
    } catch (CertificateException e) {
      throw none(option, file);
    }
    if (chain.isEmpty()) {
      throw none(option, file);
    }
    return chain;
  }

  private static TapewireException none(String option, Path file) {
    return TapewireException.usage(
        option + " " + file + ": holds no certificate; give a PEM file (BEGIN CERTIFICATE)");
  }
}
