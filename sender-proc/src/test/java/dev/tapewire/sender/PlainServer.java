package dev.tapewire.sender;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** A plain WebSocket server that keeps what it hears, selects no subprotocol and says nothing. */
final class PlainServer implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  PlainServer() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder().webSocketUpgrade(new Listener()).build();
          }
        });
    server.start();
  }

  URI uri() {
    return URI.create("ws://127.0.0.1:" + server.getPort());
  }

  byte[] heard() {
    synchronized (heard) {
      return heard.toByteArray();
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private final class Listener extends WebSocketListener {
    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
      synchronized (heard) {
        heard.writeBytes(bytes.toByteArray());
      }
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      socket.close(code, null);
    }
  }
}
