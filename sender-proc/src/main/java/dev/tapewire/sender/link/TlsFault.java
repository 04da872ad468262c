package dev.tapewire.sender.link;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Why two sides that speak TLS don't trust each other; another try can't be expected to end better.
 * Immutable.
 *
 * @param text one line for people
 */
record TlsFault(String text) {
  private static final Pattern PIN = Pattern.compile("sha256/[A-Za-z0-9+/]+=*");

  /** {@return null if {@code failure} is none} */
  static TlsFault of(Throwable failure) {
    if (failure instanceof SSLPeerUnverifiedException) {
      return unverified(String.valueOf(failure.getMessage()));
    }
    if (!(failure instanceof SSLException)) {
      return null;
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CertificateExpiredException) {
        return new TlsFault("the server's certificate is not valid any more: " + t.getMessage());
      }
      if (t instanceof CertificateNotYetValidException) {
        return new TlsFault("the server's certificate is not valid yet: " + t.getMessage());
      }
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CertificateException) {
        return new TlsFault(
            "the server's certificate is not trusted: "
                + FailureText.root(failure)
                + "; give its authority by --tls-ca");
      }
    }
    return ofAlert(String.valueOf(failure.getMessage()));
  }

  private static TlsFault unverified(String message) {
    if (!message.startsWith("Certificate pinning failure")) {
      return new TlsFault(
          "the server's certificate is for another name; check the host in the address");
    }
    Matcher found = PIN.matcher(message);
    String seen = found.find() ? ", it is " + found.group() : "";
    return new TlsFault("the server's key is not the one of --tls-pin" + seen);
  }

  /** What the server thinks of us, as TLS names it. */
  private static TlsFault ofAlert(String message) {
    boolean ofCertificate = message.contains("certificate") || message.contains("unknown_ca");
    if (!message.contains("fatal alert") || !ofCertificate) {
      return null;
    }
    String alert = message.substring(message.lastIndexOf(' ') + 1);
    return new TlsFault(
        "the server does not take our certificate, or wants one ("
            + alert
            + "); give it by --tls-cert and --tls-key");
  }
}
