package dev.tapewire.receiver;

import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** A client of a receiver, over a library that the receiver does not use. */
public final class Client extends WebSocketListener implements AutoCloseable {
  private static final long PATIENCE_S = 20;

  /** What came: a Control, a {@code close CODE}, or an {@code http STATUS}. */
  private final BlockingQueue<Object> came = new LinkedBlockingQueue<>();

  private final OkHttpClient http = new OkHttpClient();
  private final WebSocket socket;

  /** Connects with these headers. */
  public Client(int port, Map<String, String> headers) {
    Request.Builder request = new Request.Builder().url("ws://127.0.0.1:" + port + "/");
    headers.forEach(request::header);
    socket = http.newWebSocket(request.build(), this);
  }

  /** Connects as a sender of tapewire.v1. */
  public static Client sender(int port) {
    return new Client(port, Map.of("Sec-WebSocket-Protocol", Control.SUBPROTOCOL));
  }

  /** Connects and says hello for the first delivery of {@code session}. */
  public static Client hello(int port, String session) throws InterruptedException {
    Client client = sender(port);
    client.next(Control.Greeting.class);
    client.say(
        new Control.Hello(
            session,
            Control.FIRST_DELIVERY,
            MemoryTape.FORMAT.sampleRateHz(),
            MemoryTape.FORMAT.channels(),
            MemoryTape.FORMAT.encoding().label(),
            0,
            0));
    return client;
  }

  /** Sends a control message. */
  public void say(Control message) {
    socket.send(ControlCodec.encode(message));
  }

  /** Sends text. */
  public void text(String text) {
    socket.send(text);
  }

  /** Sends a binary message. */
  public void send(byte[] message) {
    socket.send(ByteString.of(message));
  }

  /** Sends a ping by way of a close that waits for its answer. */
  public void close(int code) {
    socket.close(code, "");
  }

  /** {@return the next thing that came, which must be of that type} */
  public <T> T next(Class<T> type) throws InterruptedException {
    Object next = came.poll(PATIENCE_S, TimeUnit.SECONDS);
    if (!type.isInstance(next)) {
      throw new AssertionError("wanted " + type.getSimpleName() + ", came " + next);
    }
    return type.cast(next);
  }

  /** {@return the first of that type; what comes before is passed over} */
  public <T> T await(Class<T> type) throws InterruptedException {
    for (Object next = poll(); next != null; next = poll()) {
      if (type.isInstance(next)) {
        return type.cast(next);
      }
    }
    throw new AssertionError("no " + type.getSimpleName() + " came");
  }

  private Object poll() throws InterruptedException {
    return came.poll(PATIENCE_S, TimeUnit.SECONDS);
  }

  @Override
  public void onMessage(WebSocket webSocket, String text) {
    came.add(ControlCodec.decode(text));
  }

  @Override
  public void onClosing(WebSocket webSocket, int code, String reason) {
    came.add("close " + code);
    webSocket.close(1000, null);
  }

  @Override
  public void onFailure(WebSocket webSocket, Throwable t, Response response) {
    came.add(response == null ? "lost" : "http " + response.code());
  }

  @Override
  public void close() {
    socket.cancel();
    http.dispatcher().executorService().shutdown();
  }
}
