package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.secret.PemCertificates;
import dev.tapewire.common.secret.SelfSigned;
import dev.tapewire.common.secret.TestKeys;
import dev.tapewire.common.wire.CloseCode;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who doesn't belong gets nowhere at a real receiver, and leaves a line in its log. */
@Timeout(1800)
class StrangerIT {
  private static final String KEY = TestKeys.of("correct-horse");
  private static final Map<String, String> RIGHT = Map.of("Authorization", "Bearer " + KEY);

  @TempDir private Path directory;

  private Studio studio;
  private Program receiver;
  private HttpClient client;
  private int port;

  @BeforeEach
  void open() throws Exception {
    studio = new Studio(directory);
    SelfSigned own = SelfSigned.make(directory, "own", "EC");
    Path keys = TestKeys.write(directory.resolve("keys"), "the-key-of-last-year\n" + KEY);
    receiver =
        studio.tapewire(
            "receive",
            "--listen",
            "127.0.0.1:0",
            "--out",
            studio.received().toString(),
            "--key-file",
            keys.toString(),
            "--tls-cert",
            own.certificate().toString(),
            "--tls-key",
            own.key().toString());
    port = Integer.parseInt(receiver.await("listening wss://127.0.0.1:(\\d+)", Host.START_BOUND));
    client = HttpClient.newBuilder().sslContext(trusting(own)).build();
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  @Test
  void aStrangerGetsNowhereAndLeavesALine() throws Exception {
    List<Path> before = files();

    assertEquals("HTTP 401", connect(Map.of(), null));
    assertEquals("HTTP 403", connect(Map.of("Authorization", "Bearer sesame"), null));
    assertEquals(
        "HTTP 403",
        connect(Map.of("Authorization", "Bearer " + KEY, "Origin", "https://example.org"), null));
    assertEquals("close " + CloseCode.BAD_MESSAGE, connect(RIGHT, "../../x"));
    assertEquals("", overPlainWs());

    for (String line :
        List.of(
            "refused with HTTP 401: key missing",
            "refused with HTTP 403: key wrong",
            "refused with HTTP 403: web pages may not connect",
            "refused with 4400: hello: that may not name a session",
            "refused: spoke no TLS")) {
      receiver.await("127\\.0\\.0\\.1:\\d+: " + line, Host.START_BOUND);
    }
    assertEquals(before, files());
    assertFalse(receiver.err().contains(KEY), receiver.err());
    assertFalse(receiver.err().contains("sesame"), receiver.err());
    assertEquals("welcome", connect(RIGHT, "talk"), "who belongs was kept out, too");
  }

  @Test
  void aFloodOfStrangersDoesNotFloodTheLog() throws Exception {
    for (int i = 0; i < 50; i++) {
      assertEquals("HTTP 401", connect(Map.of(), null));
    }

    long lines = receiver.err().lines().filter(line -> line.contains("HTTP 401")).count();
    assertEquals(1, lines, receiver.err());
    assertEquals(0, receiver.stop(Host.PROGRAM_BOUND), receiver.toString());
    assertTrue(receiver.err().contains("warning: 49 more like this, the last: "), receiver.err());
  }

  /** {@return how it ended: an HTTP status, a close code, or a welcome} */
  private String connect(Map<String, String> headers, String session) throws Exception {
    CompletableFuture<String> end = new CompletableFuture<>();
    WebSocket.Builder builder = client.newWebSocketBuilder().subprotocols("tapewire.v1");
    headers.forEach(builder::header);
    try {
      WebSocket socket =
          builder.buildAsync(URI.create("wss://127.0.0.1:" + port), new Ending(end)).join();
      socket.sendText(hello(session), true).join();
      return end.get(Host.START_BOUND.toSeconds(), TimeUnit.SECONDS);
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return "HTTP " + refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  private static String hello(String session) {
    return "{\"type\":\"hello\",\"session\":\""
        + session
        + "\",\"delivery\":\"first\",\"rate\":8000,\"channels\":1,\"encoding\":\"s16le\","
        + "\"first\":0,\"first_position\":0}";
  }

  /** {@return what a client that speaks no TLS is answered, TLS's own alert aside} */
  private String overPlainWs() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String upgrade =
          "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + "Authorization: Bearer "
              + KEY
              + "\r\n\r\n";
      socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      String text = new String(answer, StandardCharsets.US_ASCII);
      return text.contains("HTTP") ? text : "";
    }
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.sorted().toList();
    }
  }

  private static SSLContext trusting(SelfSigned own) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("own", PemCertificates.read("", own.certificate()).get(0));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private record Ending(CompletableFuture<String> end) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      if (data.toString().contains("\"welcome\"")) {
        end.complete("welcome");
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      end.complete("close " + code);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      end.completeExceptionally(error);
    }
  }
}
