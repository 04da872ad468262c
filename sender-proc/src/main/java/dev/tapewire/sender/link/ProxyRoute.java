package dev.tapewire.sender.link;

import dev.tapewire.common.error.TapewireException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * A proxy over which a destination is reached; names are resolved there. Immutable.
 *
 * @param type HTTP (by CONNECT) or SOCKS (version 5)
 * @param host a name or an address
 * @param port of the proxy
 * @param user or null: none
 * @param password of the user, or empty
 */
public record ProxyRoute(Proxy.Type type, String host, int port, String user, String password) {
  private static final String FORM = "; use http://[USER@]HOST:PORT or socks5://[USER@]HOST:PORT";

  /**
   * Reads what stands after {@code --proxy}.
   *
   * @param password which is never part of {@code text}; null: none
   * @throws TapewireException wrong usage; a password in the text is not repeated
   */
  public static ProxyRoute parse(String text, String password) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw TapewireException.usage("--proxy: not a URI" + FORM);
    }
    String user = uri.getUserInfo();
    if (user != null && user.contains(":")) {
      throw TapewireException.usage(
          "--proxy: a password on the command line is seen by all; use --proxy-password-env or"
              + " --proxy-password-file");
    }
    boolean socks = "socks5".equalsIgnoreCase(uri.getScheme());
    boolean known = socks || "http".equalsIgnoreCase(uri.getScheme());
    boolean bare = uri.getRawQuery() == null && uri.getRawFragment() == null;
    bare &= uri.getRawPath() == null || uri.getRawPath().matches("/?");
    if (!known || !bare || uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 65_535) {
      throw TapewireException.usage("--proxy " + text + ": not a proxy" + FORM);
    }
    if (password != null && user == null) {
      throw TapewireException.usage("--proxy " + text + ": a password needs a user, USER@HOST");
    }
    Proxy.Type type = socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    return new ProxyRoute(type, host, uri.getPort(), user, password == null ? "" : password);
  }

  /** {@return for the network; the proxy's name is looked up at each connection} */
  Proxy proxy() {
    return new Proxy(type, InetSocketAddress.createUnresolved(host, port));
  }

  /** {@return what may be shown} */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
