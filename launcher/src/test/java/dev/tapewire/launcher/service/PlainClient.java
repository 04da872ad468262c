package dev.tapewire.launcher.service;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.Closeable;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** A client that says what a test tells it to, right or wrong. Confined to the test's thread. */
final class PlainClient implements Closeable {
  private static final long PATIENCE_SECONDS = 20;

  private final OkHttpClient http = new OkHttpClient();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final List<JsonObject> all = new ArrayList<>();
  private final WebSocket socket;

  private PlainClient(Request request) {
    socket = http.newWebSocket(request, new Ear());
  }

  /** Opens {@code uri}; {@code headers} are names and values in turn. */
  static PlainClient open(URI uri, String... headers) {
    Request.Builder request = new Request.Builder().url(uri.toString());
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return new PlainClient(request.build());
  }

  PlainClient say(String text) {
    socket.send(text);
    return this;
  }

  /** Says JSON with {@code '} for quotation marks. */
  PlainClient json(String text) {
    return say(text.replace('\'', '"'));
  }

  PlainClient send(byte[] bytes) {
    socket.send(ByteString.of(bytes));
    return this;
  }

  PlainClient bye() {
    socket.close(1000, null);
    return this;
  }

  /** Sends audio in messages of {@code chunk} bytes. */
  PlainClient send(byte[] audio, int chunk) {
    for (int at = 0; at < audio.length; at += chunk) {
      send(Arrays.copyOfRange(audio, at, Math.min(at + chunk, audio.length)));
    }
    return this;
  }

  /**
   * {@return the next thing that happens: a message, or {@code closed 1000}, or {@code failed 401}}
   */
  String next() throws InterruptedException {
    String event = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("nothing came, after " + all);
    }
    if (event.startsWith("{")) {
      all.add(JsonParser.parseString(event).getAsJsonObject());
    }
    return event;
  }

  /** Reads until something says {@code part}; {@return what} */
  String await(String part) throws InterruptedException {
    while (true) {
      String event = next();
      if (event.replace('"', '\'').contains(part)) {
        return event;
      }
      if (event.startsWith("closed") || event.startsWith("failed")) {
        throw new AssertionError(event + " instead of " + part + ", after " + all);
      }
    }
  }

  /** Reads until the end; {@return how it ended} */
  String end() throws InterruptedException {
    while (true) {
      String event = next();
      if (event.startsWith("closed") || event.startsWith("failed")) {
        return event;
      }
    }
  }

  /** {@return every JSON message that was read so far} */
  List<JsonObject> all() {
    return all;
  }

  /** {@return the words as s16le} */
  static byte[] s16(ToneWords words) {
    short[] pcm = words.pcm();
    ByteBuffer bytes = ByteBuffer.allocate(pcm.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(pcm);
    return bytes.array();
  }

  @Override
  public void close() {
    socket.cancel();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  /** Queues what comes. */
  private final class Ear extends WebSocketListener {
    @Override
    public void onMessage(WebSocket webSocket, String text) {
      heard.add(text);
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
      heard.add("closed " + code);
      webSocket.close(1000, null);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable fault, Response response) {
      heard.add("failed " + (response == null ? fault : response.code()));
    }
  }
}
