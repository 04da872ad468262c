package dev.tapewire.sender;

import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import dev.tapewire.sender.delivery.ModelReceiver;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/**
 * Model receivers, one for each delivery, behind a real WebSocket; each acknowledges each message.
 */
public final class WebSocketReceiver implements AutoCloseable {
  private final Map<String, ModelReceiver> models = new ConcurrentHashMap<>();
  private final MockWebServer server = new MockWebServer();

  public WebSocketReceiver() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder()
                .webSocketUpgrade(new Listener())
                .addHeader("Sec-WebSocket-Protocol", Control.SUBPROTOCOL)
                .build();
          }
        });
    server.start();
  }

  public URI uri() {
    return URI.create("ws://127.0.0.1:" + server.getPort());
  }

  /** {@return the receiver of one session} */
  public ModelReceiver model(String session) {
    return models.computeIfAbsent(session, id -> new ModelReceiver());
  }

  /** {@return the sessions that were delivered here} */
  public Set<String> sessions() {
    return models.keySet();
  }

  @Override
  public void close() {
    server.close();
  }

  private final class Listener extends WebSocketListener {
    private ModelReceiver model;
    private ModelReceiver.Connection connection;

    @Override
    public void onOpen(WebSocket socket, Response response) {
      socket.send(ControlCodec.encode(new Control.Greeting(131_072)));
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      if (ControlCodec.decode(text) instanceof Control.Hello hello) {
        String delivery = hello.delivery().equals("first") ? "" : ".replay";
        model = model(hello.session() + delivery);
        connection = model.adopt(new Socket(socket));
      }
      connection.onText(text);
      model.sync();
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
      connection.onBinary(bytes.toByteArray());
      model.sync();
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      over();
      socket.close(1000, null);
    }

    @Override
    public void onFailure(WebSocket socket, Throwable failure, Response response) {
      over();
    }

    private void over() {
      if (connection != null) {
        connection.onClose();
      }
    }
  }

  private record Socket(WebSocket socket) implements ModelReceiver.Peer {
    @Override
    public void text(String text) {
      socket.send(text);
    }

    @Override
    public void close(int code) {
      socket.close(code, null);
    }
  }
}
