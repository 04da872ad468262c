package dev.tapewire.sender.link;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What a failed link says to people, in one line: what happened, and what to do where one can. */
final class FailureText {
  private FailureText() {}

  /** {@return one line} */
  static String of(Throwable failure, int httpStatus) {
    if (httpStatus != 0) {
      return ofStatus(httpStatus);
    }
    if (failure instanceof UnknownHostException) {
      return "the host's name is not known; check the address";
    }
    if (failure instanceof SSLPeerUnverifiedException) {
      return "the server's certificate is for another name; check the host in the address";
    }
    if (failure instanceof SSLException && isUntrusted(failure)) {
      return "the server's certificate is not trusted by this JVM: " + root(failure);
    }
    if (failure instanceof SSLException) {
      return "TLS failed: " + root(failure);
    }
    if (failure instanceof ConnectException && root(failure).contains("refused")) {
      return "connection refused; does a server listen there?";
    }
    if (failure instanceof NoRouteToHostException) {
      return "no route to the host";
    }
    if (failure instanceof SocketTimeoutException) {
      return "no answer in time: " + failure.getMessage();
    }
    if (failure instanceof EOFException) {
      return "the connection was cut";
    }
    return "connection failed: " + root(failure);
  }

  /** {@return whether another try can't be expected to end better} */
  static boolean isHopeless(Throwable failure, int httpStatus) {
    if (httpStatus != 0) {
      return httpStatus == 401
          || httpStatus == 403
          || httpStatus == 404
          || (httpStatus >= 300 && httpStatus < 400);
    }
    return failure instanceof SSLPeerUnverifiedException
        || (failure instanceof SSLException && isUntrusted(failure));
  }

  private static String ofStatus(int status) {
    return switch (status) {
      case 401 -> "HTTP 401: the key is missing or wrong; give it by --key-env or --key-file";
      case 403 -> "HTTP 403: the server forbids it; check the key and the address";
      case 404 -> "HTTP 404: the server has no such path; check the address";
      default ->
          status >= 300 && status < 400
              ? "HTTP " + status + ": the server sends us elsewhere, which is not followed"
              : "HTTP " + status + ": the server did not open a WebSocket";
    };
  }

  private static boolean isUntrusted(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CertificateException) {
        return true;
      }
    }
    return failure instanceof SSLHandshakeException
        && String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("certificate");
  }

  private static String root(Throwable failure) {
    Throwable t = failure;
    while (t.getCause() != null) {
      t = t.getCause();
    }
    return t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
  }
}
