package dev.tapewire.sender.link;

import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/**
 * A socket that a SOCKS proxy connects, by name. OkHttp makes no socket of ours for such a proxy,
 * and so would leave Nagle's algorithm on; it is told of none. Confined to the thread that connects
 * it.
 */
final class SocksSocket extends Socket {
  private static final byte[] NOWHERE = {0, 0, 0, 0};

  private final ProxyRoute route;

  SocksSocket(ProxyRoute route) {
    super(route.proxy());
    this.route = route;
  }

  /**
   * {@return one address of {@code host} that carries the name to {@link #connect} and was never
   * looked up}
   */
  static List<InetAddress> unresolved(String host) throws UnknownHostException {
    return List.of(InetAddress.getByAddress(host, NOWHERE));
  }

  @Override
  public void connect(SocketAddress to, int timeoutMs) throws IOException {
    // The JDK would keep the message and lose the kind of what happens on the way to the proxy.
    if (new InetSocketAddress(route.host(), route.port()).isUnresolved()) {
      throw new UnknownHostException(route.host());
    }
    InetSocketAddress named = (InetSocketAddress) to;
    boolean name = named.getAddress().isAnyLocalAddress();
    try {
      super.connect(
          name ? InetSocketAddress.createUnresolved(named.getHostString(), named.getPort()) : named,
          timeoutMs);
    } catch (SocketException e) {
      if (String.valueOf(e.getMessage()).contains("SOCKS")) {
        throw e;
      }
      throw (ConnectException) new ConnectException(e.getMessage()).initCause(e);
    }
  }

  /**
   * Tells the JDK, which asks in no other way, the user of the proxy; nobody else gets an answer.
   * Without a user it is an empty one, else the JDK would tell the proxy the name of the account.
   */
  static void identify(ProxyRoute route) {
    String user = route.user() == null ? "" : route.user();
    Authenticator.setDefault(
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            boolean ours =
                getRequestingProtocol().equals("SOCKS5")
                    && route.host().equals(getRequestingHost())
                    && route.port() == getRequestingPort();
            return ours ? new PasswordAuthentication(user, route.password().toCharArray()) : null;
          }
        });
  }
}
