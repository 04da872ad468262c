package dev.tapewire.sender.link;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that speaks CONNECT or SOCKS 5 and leads every name to one local port. Safe for use by
 * any thread.
 */
final class SmallProxy implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Proxy.Type type;
  private final int target;

  /** {@code user:password}, or null: anybody. */
  private final String credentials;

  /** An HTTP status or SOCKS reply in place of a connection; 0: none. */
  private final int refusal;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  SmallProxy(Proxy.Type type, int target, String credentials, int refusal) throws IOException {
    this.type = type;
    this.target = target;
    this.credentials = credentials;
    this.refusal = refusal;
    start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** {@return what connections were asked for, {@code HOST:PORT}} */
  List<String> asked() {
    return asked;
  }

  private static void start(Job job) {
    Thread thread =
        new Thread(
            () -> {
              try {
                job.run();
              } catch (IOException e) {
                return; // One side is gone; the other learns it.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = socket.accept();
      open.add(client);
      start(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      if (type == Proxy.Type.HTTP ? connect(in, out) : socks(in, out)) {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
          open.add(server);
          start(() -> pump(server, client));
          pump(client, server);
        }
      }
    }
  }

  private static void pump(Socket from, Socket to) throws IOException {
    from.getInputStream().transferTo(to.getOutputStream());
    to.shutdownOutput();
  }

  private boolean connect(InputStream in, OutputStream out) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        return false;
      }
      head.append((char) c);
    }
    asked.add(head.substring("CONNECT ".length(), head.indexOf(" HTTP")));
    String wanted =
        credentials == null
            ? ""
            : "Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    int status = head.indexOf(wanted) < 0 ? 407 : refusal == 0 ? 200 : refusal;
    String challenge = status == 407 ? "Proxy-Authenticate: Basic realm=\"x\"\r\n" : "";
    String answer = "HTTP/1.1 " + status + " so\r\n" + challenge + "\r\n";
    out.write(answer.getBytes(StandardCharsets.US_ASCII));
    return status == 200;
  }

  private boolean socks(DataInputStream in, OutputStream out) throws IOException {
    in.readByte();
    in.readNBytes(in.readUnsignedByte());
    out.write(new byte[] {5, (byte) (credentials == null ? 0 : 2)});
    if (credentials != null) {
      in.readByte();
      String user = text(in);
      boolean known = credentials.equals(user + ":" + text(in));
      out.write(new byte[] {1, (byte) (known ? 0 : 1)});
      if (!known) {
        return false;
      }
    }
    in.readNBytes(3);
    int kind = in.readByte();
    String host = kind == 3 ? text(in) : InetAddress.getByAddress(in.readNBytes(4)).toString();
    asked.add(host + ":" + in.readUnsignedShort());
    out.write(new byte[] {5, (byte) refusal, 0, 1, 0, 0, 0, 0, 0, 0});
    return refusal == 0;
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open) {
      each.close();
    }
  }

  private interface Job {
    void run() throws IOException;
  }
}
