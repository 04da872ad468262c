package dev.tapewire.sender.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.SocketFactory;

/**
 * Sockets that send at once: Nagle's algorithm and delayed acknowledgements of TCP together hold a
 * frame back by 40 ms, and OkHttp does not switch the former off. Safe for use by any thread.
 */
final class NoDelaySocketFactory extends SocketFactory {
  private final Supplier<Socket> sockets;

  /** Makes one of {@code sockets}, each of them new and not connected. */
  NoDelaySocketFactory(Supplier<Socket> sockets) {
    this.sockets = sockets;
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = sockets.get();
    socket.setTcpNoDelay(true);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw connected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw connected();
  }

  private static UnsupportedOperationException connected() {
    return new UnsupportedOperationException("OkHttp connects its sockets itself");
  }
}
