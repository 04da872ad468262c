package dev.tapewire.sender.link;

import dev.tapewire.sender.delivery.Link;
import java.nio.charset.StandardCharsets;
import okhttp3.WebSocket;
import okhttp3.internal.ws.RealWebSocket;
import okio.ByteString;

/** A link over OkHttp's WebSocket. Confined to the agent thread. */
final class OkHttpLink implements Link {
  /** RFC 6455: a close frame holds 125 bytes, two of them the code. */
  private static final int REASON_BYTES_MAX = 123;

  private final WebSocket socket;

  /** The same object; its counts of pings and pongs are public on an internal class. */
  private final RealWebSocket counts;

  OkHttpLink(WebSocket socket) {
    this.socket = socket;
    this.counts = (RealWebSocket) socket;
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
    return counts.sentPingCount();
  }

  @Override
  public int receivedPongs() {
    return counts.receivedPongCount();
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
