package dev.tapewire.sender.link;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a proxy leads nowhere. Immutable.
 *
 * @param text what it does, for people
 * @param hopeless whether another try can't be expected to end better
 */
record ProxyFault(String text, boolean hopeless) {
  /** What OkHttp says of a proxy's answer other than 200 and 407. */
  private static final Pattern CONNECT_STATUS = Pattern.compile("for CONNECT: (\\d{3})");

  private static final int HTTP_AUTHENTICATE = 407;
  private static final int HTTP_SERVER_ERROR = 500;

  /** {@return null if {@code failure} came from beyond the proxy} */
  static ProxyFault of(Throwable failure) {
    String message = FailureText.root(failure);
    Matcher status = CONNECT_STATUS.matcher(message);
    if (status.find()) {
      return ofStatus(Integer.parseInt(status.group(1)));
    }
    if (message.contains("authenticate with proxy")) {
      return ofStatus(HTTP_AUTHENTICATE);
    }
    if (failure instanceof UnknownHostException) {
      return new ProxyFault("is not known by that name; check --proxy", false);
    }
    if (failure instanceof SocketTimeoutException) {
      return new ProxyFault("does not answer in time", false);
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SocketException && String.valueOf(t.getMessage()).contains("SOCKS")) {
        return ofSocks(t.getMessage());
      }
    }
    if (failure instanceof ConnectException) {
      return new ProxyFault("can't be reached: " + message, false);
    }
    return null;
  }

  private static ProxyFault ofStatus(int status) {
    if (status == HTTP_AUTHENTICATE) {
      return unauthenticated("(HTTP 407)");
    }
    return new ProxyFault(
        "does not connect us to the server: HTTP " + status, status < HTTP_SERVER_ERROR);
  }

  private static ProxyFault ofSocks(String message) {
    if (message.contains("authentication") || message.contains("No acceptable")) {
      return unauthenticated("(SOCKS)");
    }
    String said = message.substring(message.indexOf(':') + 1).strip();
    if (message.contains("SOCKS proxy")) {
      return new ProxyFault("can't be reached: " + said, false);
    }
    return new ProxyFault(
        "does not connect us to the server: " + said, message.contains("not allowed"));
  }

  private static ProxyFault unauthenticated(String how) {
    return new ProxyFault(
        "wants another user or password "
            + how
            + "; give them by --proxy USER@HOST and --proxy-password-file",
        true);
  }
}
