package dev.tapewire.sender.link;

import dev.tapewire.sender.delivery.Link;
import dev.tapewire.sender.delivery.Pings;
import java.nio.charset.StandardCharsets;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** A link over OkHttp's WebSocket. Confined to the agent thread. */
final class OkHttpLink implements Link {
  /** RFC 6455: a close frame holds 125 bytes, two of them the code. */
  private static final int REASON_BYTES_MAX = 123;

  private final Pings pings = new Pings();
  private final WebSocket socket;

  private OkHttpLink(OkHttpClient client, Request request, WebSocketListener listener) {
    Request watched = request.newBuilder().tag(Pings.class, pings).build();
    this.socket = client.newWebSocket(watched, listener);
  }

  /** Begins to open one. */
  static OkHttpLink open(OkHttpClient client, Request request, WebSocketListener listener) {
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
  public void close(int code, String reason) {
    socket.close(code, cut(reason));
  }

  @Override
  public void cancel() {
    socket.cancel();
  }

  private static String cut(String reason) {
    String cut = reason;
    while (cut.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES_MAX) {
      cut = cut.substring(0, cut.length() - 1);
    }
    return cut;
  }
}
