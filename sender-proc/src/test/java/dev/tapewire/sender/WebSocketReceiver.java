package dev.tapewire.sender;

import dev.tapewire.common.wire.Control;
import dev.tapewire.sender.delivery.ModelReceiver;
import java.io.IOException;
import java.net.URI;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** The model receiver behind a real WebSocket; acknowledges each message. */
public final class WebSocketReceiver implements AutoCloseable {
  private final ModelReceiver model = new ModelReceiver();
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

  public ModelReceiver model() {
    return model;
  }

  @Override
  public void close() {
    server.close();
  }

  private final class Listener extends WebSocketListener {
    private ModelReceiver.Connection connection;

    @Override
    public void onOpen(WebSocket socket, Response response) {
      connection =
          model.connect(
              new ModelReceiver.Peer() {
                @Override
                public void text(String text) {
                  socket.send(text);
                }

                @Override
                public void close(int code) {
                  socket.close(code, null);
                }
              });
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
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
      connection.onClose();
      socket.close(1000, null);
    }

    @Override
    public void onFailure(WebSocket socket, Throwable failure, Response response) {
      connection.onClose();
    }
  }
}
