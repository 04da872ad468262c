package dev.tapewire.sender.link;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/**
 * What a failed link says to people, in one line: what happened, and what to do where one can.
 * Immutable.
 */
final class FailureText {
  private final ProxyRoute proxy;
  private final boolean secure;
  private final boolean nameless;

  /**
   * Speaks of links.
   *
   * @param proxy over which they go, or null: straight
   * @param secure whether they speak TLS
   * @param nameless whether they speak TLS and show no certificate
   */
  FailureText(ProxyRoute proxy, boolean secure, boolean nameless) {
    this.proxy = proxy;
    this.secure = secure;
    this.nameless = nameless;
  }

  /** {@return one line on a link that never opened} */
  String ofUpgrade(Throwable failure, int httpStatus) {
    if (httpStatus != 0 || proxyFault(failure) != null) {
      return of(failure, httpStatus);
    }
    if (failure instanceof ProtocolException) {
      return "the server does not speak WebSocket: " + said(failure) + hint();
    }
    String text = of(failure, httpStatus) + (isNoAnswer(failure) ? hint() : "");
    boolean cut = failure instanceof EOFException || failure.getClass() == SocketException.class;
    // With TLS 1.3 a server may be gone before we read what it has to say of our certificate.
    return nameless && cut
        ? text + "; does the server want a client certificate (--tls-cert)?"
        : text;
  }

  /** {@return one line on a link that was open} */
  String of(Throwable failure, int httpStatus) {
    if (httpStatus != 0) {
      return ofStatus(httpStatus);
    }
    ProxyFault fault = proxyFault(failure);
    if (fault != null) {
      return "the proxy " + proxy + " " + fault.text();
    }
    TlsFault tls = TlsFault.of(failure);
    if (tls != null) {
      return tls.text();
    }
    if (failure instanceof UnknownHostException) {
      return "the host's name is not known; check the address";
    }
    if (failure instanceof SSLException) {
      return ofTls(root(failure));
    }
    if (failure instanceof ConnectException && root(failure).contains("refused")) {
      return "connection refused; does a server listen there?";
    }
    if (failure instanceof NoRouteToHostException) {
      return "no route to the host";
    }
    if (failure instanceof SocketTimeoutException) {
      return "no answer in time: " + root(failure);
    }
    if (failure instanceof EOFException || isNoAnswer(failure)) {
      return "the connection was cut";
    }
    if (failure instanceof ProtocolException) {
      return "the server breaks the rules of WebSocket: " + said(failure);
    }
    return "connection failed: " + root(failure);
  }

  private static String ofTls(String said) {
    if (said.contains("Unsupported or unrecognized SSL message")) {
      return "the server does not speak TLS there; is it ws:// instead of wss://?";
    }
    // A server in the clear takes our first words for noise.
    return said.contains("shut down incorrectly") || said.contains("terminated the handshake")
        ? "the server hung up on TLS; is it ws:// instead of wss://?"
        : "TLS failed: " + said;
  }

  private ProxyFault proxyFault(Throwable failure) {
    return proxy == null ? null : ProxyFault.of(failure);
  }

  /** What a library says ends as a sentence does; ours goes on. */
  private static String said(Throwable failure) {
    return root(failure).replaceFirst("\\.$", "");
  }

  /** OkHttp's "\\n not found: limit=0": an answer that ended before it began. */
  private static boolean isNoAnswer(Throwable failure) {
    return root(failure).contains("not found: limit=");
  }

  /** A TLS server takes our request in the clear for noise: it hangs up, or answers with noise. */
  private String hint() {
    return secure ? "" : "; if it speaks TLS there, give wss:// instead of ws://";
  }

  /** {@return whether another try can't be expected to end better} */
  boolean isHopeless(Throwable failure, int httpStatus) {
    if (httpStatus != 0) {
      return httpStatus == 401
          || httpStatus == 403
          || httpStatus == 404
          || httpStatus == 400
          || httpStatus == 402
          || httpStatus == 422
          || (httpStatus >= 300 && httpStatus < 400);
    }
    ProxyFault fault = proxyFault(failure);
    return fault != null ? fault.hopeless() : TlsFault.of(failure) != null;
  }

  private static String ofStatus(int status) {
    return switch (status) {
      case 401 -> "HTTP 401: the key is missing or wrong; give it by --key-env or --key-file";
      case 403 -> "HTTP 403: the server forbids it; check the key and the address";
      case 400, 422 ->
          "HTTP " + status + ": the server does not take the request; check its settings";
      case 402 -> "HTTP 402: the server wants to be paid; check the account";
      case 429 -> "HTTP 429: too many connections or requests for the server";
      case 404 -> "HTTP 404: the server has no such path; check the address";
      default ->
          status >= 300 && status < 400
              ? "HTTP " + status + ": the server sends us elsewhere, which is not followed"
              : "HTTP " + status + ": the server did not open a WebSocket";
    };
  }

  /** {@return what the first cause says} */
  static String root(Throwable failure) {
    Throwable t = failure;
    while (t.getCause() != null) {
      t = t.getCause();
    }
    return t.getMessage() == null ? "no reason was given" : t.getMessage();
  }
}
