package dev.tapewire.bench.flat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/**
 * The limit of our library: a file from memory over OkHttp's WebSocket and nothing else. A program
 * of its own: {@code URI FILE BYTES}. Confined to the main thread.
 */
public final class BareOkHttp {
  /** More would only fill memory. */
  private static final long QUEUED_BYTES_MAX = 1 << 20;

  private static final long WAIT_NS = 100_000;
  private static final long END_S_MAX = 60;
  private static final int NORMAL = 1000;

  private BareOkHttp() {}

  /** Sends it. */
  public static void main(String[] arguments) throws Exception {
    byte[] pcm = Files.readAllBytes(Path.of(arguments[1]));
    int size = Integer.parseInt(arguments[2]);
    CountDownLatch opened = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    OkHttpClient client = new OkHttpClient.Builder().socketFactory(new NoDelay()).build();
    Request request = new Request.Builder().url(arguments[0].replaceFirst("ws", "http")).build();
    WebSocket socket = client.newWebSocket(request, new Listener(opened, closed));
    opened.await();
    for (int at = 0; at < pcm.length; at += size) {
      while (socket.queueSize() > QUEUED_BYTES_MAX) {
        LockSupport.parkNanos(WAIT_NS);
      }
      if (!socket.send(ByteString.of(pcm, at, Math.min(size, pcm.length - at)))) {
        throw new IOException("refused at " + at);
      }
    }
    socket.close(NORMAL, "done");
    if (!closed.await(END_S_MAX, TimeUnit.SECONDS)) {
      throw new IOException("the close was not answered");
    }
    client.dispatcher().executorService().shutdownNow();
  }

  /** As our sender's: OkHttp leaves Nagle's algorithm on. */
  private static final class NoDelay extends SocketFactory {
    @Override
    public Socket createSocket() throws IOException {
      Socket socket = new Socket();
      socket.setTcpNoDelay(true);
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException("OkHttp connects its sockets itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      return createSocket(host.toString(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      return createSocket(host.toString(), port);
    }
  }

  /** Tells when it is open and when it is over. Safe for use by any thread. */
  private static final class Listener extends WebSocketListener {
    private final CountDownLatch opened;
    private final CountDownLatch closed;

    Listener(CountDownLatch opened, CountDownLatch closed) {
      this.opened = opened;
      this.closed = closed;
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
      opened.countDown();
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      closed.countDown();
    }

    @Override
    public void onFailure(WebSocket socket, Throwable failure, Response response) {
      throw new IllegalStateException(failure);
    }
  }
}
