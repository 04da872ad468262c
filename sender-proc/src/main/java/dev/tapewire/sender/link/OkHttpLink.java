package dev.tapewire.sender.link;

import dev.tapewire.sender.delivery.Link;
import dev.tapewire.sender.delivery.Pings;
import java.nio.charset.StandardCharsets;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.WebSocket;
import okhttp3.internal.ws.RealWebSocket;
import okio.ByteString;

/** A link over OkHttp's WebSocket. Confined to the agent thread. */
final class OkHttpLink implements Link {
  /** RFC 6455: a close frame holds 125 bytes, two of them the code. */
  private static final int REASON_BYTES_MAX = 123;

  private final Pings pings = new Pings();
  private final Inbound inbound;
  private final WebSocket socket;

  private OkHttpLink(OkHttpClient client, Request request, LinkListener listener) {
    inbound = listener.inbound();
    Request watched =
        request.newBuilder().tag(Pings.class, pings).tag(Inbound.class, inbound).build();
    this.socket = client.newWebSocket(watched, listener);
    // For OkHttp each ping is answered at once: who gives a silent peer up is Inbound.
    RealWebSocket real = (RealWebSocket) socket;
    inbound.onPing(() -> real.onReadPong(ByteString.EMPTY));
  }

  /** Begins to open one. */
  static OkHttpLink open(OkHttpClient client, Request request, LinkListener listener) {
    return new OkHttpLink(client, request, listener);
  }

  @Override
  public boolean sendText(String text) {
    return socket.send(text);
  }

  @Override
  public boolean sendBinary(byte[] bytes, int offset, int length) {
    return socket.send(ByteString.of(bytes, offset, length));
  }

  @Override
  public long queuedBytes() {
    return socket.queueSize();
  }

  @Override
  public int sentPings() {
    return pings.sentCount();
  }

  @Override
  public int receivedPongs() {
    return pings.answeredCount();
  }

  @Override
  public int unaskedPongs() {
    return pings.unaskedCount();
  }

  @Override
  public void loading(boolean loads) {
    inbound.loading(loads);
  }

  @Override
  public void close(int code, String reason) {
    socket.close(code, cut(reason));
  }

  @Override
  public void cancel() {
    if (inbound.fault() == null) {
      socket.cancel();
    } // Else its close with 1009 is under way, behind which OkHttp ends it within 10 s.
  }

  private static String cut(String reason) {
    String cut = reason;
    while (cut.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES_MAX) {
      cut = cut.substring(0, cut.length() - 1);
    }
    return cut;
  }
}
