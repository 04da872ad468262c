package dev.tapewire.sender.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.session.Destination;
import dev.tapewire.sender.delivery.LinkEvent;
import dev.tapewire.sender.delivery.LinkRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Upgrades that a server does not grant, and what it wants to see before it does. */
class RefusedLinkTest {
  /** Far longer than it takes; nothing comes to pass by it. */
  private static final long WAIT_S_MAX = 120;

  private static final String REFUSAL = "HTTP/1.1 400 No\r\nContent-Length: 2\r\n\r\nno";
  private static final int TLS_HANDSHAKE = 0x16;

  private final BlockingQueue<LinkEvent> events = new LinkedBlockingQueue<>();

  /** What opened speaks WebSocket, and no TLS is to be had by another scheme. */
  @Test
  void aLinkThatWasOpenHasNoAdviceOnItsScheme() {
    FailureText text = new FailureText(null, false, false);
    ProtocolException masked = new ProtocolException("Server-sent frames must not be masked.");
    assertEquals(
        "the server breaks the rules of WebSocket: Server-sent frames must not be masked",
        text.of(masked, 0));
    assertEquals(
        "the server does not speak WebSocket: Server-sent frames must not be masked"
            + "; if it speaks TLS there, give wss:// instead of ws://",
        text.ofUpgrade(masked, 0));
  }

  @Test
  void whoRefusesAndHangsUpUntoldRefusesAgain() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> refuse(listening, REFUSAL), "refusing");
      server.setDaemon(true);
      server.start();
      Destination to = Destination.parse("ws://127.0.0.1:" + listening.getLocalPort());
      try (OkHttpLinkFactory factory = new OkHttpLinkFactory(to, Approach.PLAIN)) {
        for (int i = 1; i <= 3; i++) {
          var unused = factory.to(events::add).open(new LinkRequest(i, true));
          LinkEvent.Failed failed = assertInstanceOf(LinkEvent.Failed.class, next());
          assertEquals(400, failed.httpStatus(), failed.reason());
        }
      }
    }
  }

  /** Its answer says nothing of a close, so that a client may think it can ask again. */
  private static void refuse(ServerSocket listening, String answer) {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
          int next = in.read();
          if (next < 0 || next == TLS_HANDSHAKE) {
            break;
          }
          head.append((char) next);
        }
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        return;
      }
    }
  }

  private LinkEvent next() throws InterruptedException {
    LinkEvent event = events.poll(WAIT_S_MAX, TimeUnit.SECONDS);
    assertNotNull(event, "no event within " + WAIT_S_MAX + " s");
    return event;
  }

  @Test
  void whoHangsUpInsteadOfAnAnswerIsToldAsThat() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> refuse(listening, ""), "refusing");
      server.setDaemon(true);
      server.start();
      LinkEvent.Failed failed =
          LinkBench.fail("ws://127.0.0.1:" + listening.getLocalPort(), Approach.PLAIN);
      String told = "the connection was cut; if it speaks TLS there, give wss:// instead of ws://";
      assertEquals(told, failed.reason());
      failed = LinkBench.fail("wss://127.0.0.1:" + listening.getLocalPort(), Approach.PLAIN);
      assertFalse(failed.reason().contains("Exception"), failed.reason());
      assertFalse(failed.reason().contains("limit="), failed.reason());
    }
  }

  @Test
  void aServerThatSpeaksTlsIsToldToThoseWhoDoNot() throws Exception {
    HeldCertificate held =
        new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
    try (MockWebServer server = new MockWebServer()) {
      server.useHttps(
          new HandshakeCertificates.Builder().heldCertificate(held).build().sslSocketFactory());
      server.start();
      String ws = LinkBench.fail("ws://127.0.0.1:" + server.getPort(), Approach.PLAIN).reason();
      assertTrue(ws.contains("if it speaks TLS there, give wss:// instead of ws://"), ws);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7||7",
        " 7 ||7",
        "Tue, 01 Dec 2026 05:00:09 GMT|Tue, 01 Dec 2026 05:00:00 GMT|9",
        "Tue, 01 Dec 2026 04:00:09 GMT|Tue, 01 Dec 2026 05:00:00 GMT|0",
        "Tue, 01 Dec 2026 05:00:09 GMT||0",
        "2147483647||86400",
        "-1||0",
        "soon||0"
      })
  void aServerMaySayWhenToComeAgain(String asked, String date, long seconds) throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      MockResponse.Builder answer =
          new MockResponse.Builder().code(503).addHeader("Retry-After", asked);
      if (date != null) {
        answer.addHeader("Date", date);
      }
      server.enqueue(answer.build());
      LinkEvent.Failed failed =
          LinkBench.fail("ws://127.0.0.1:" + server.getPort(), Approach.PLAIN);
      assertEquals(TimeUnit.SECONDS.toNanos(seconds), failed.retryAfterNs());
    }
  }

  @Test
  void aRetryAfterBeyondAnyNumberEndsNoThread() throws Exception {
    BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.enqueue(
          new MockResponse.Builder().code(503).addHeader("Retry-After", "99999999999").build());
      LinkEvent.Failed failed =
          LinkBench.fail("ws://127.0.0.1:" + server.getPort(), Approach.PLAIN);
      assertEquals(
          "connection failed: the server's answer can't be read; its Retry-After is too long",
          failed.reason());
      assertEquals(0, uncaught.size(), uncaught::toString);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void tooManyRequestsWillPass() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.enqueue(new MockResponse.Builder().code(429).build());
      LinkEvent.Failed failed =
          LinkBench.fail("ws://127.0.0.1:" + server.getPort(), Approach.PLAIN);
      assertEquals(429, failed.httpStatus());
      assertFalse(failed.hopeless(), "docs/protocol.md: tried again, backing off");
    }
  }

  @Test
  void userAndPasswordOfTheAddressAreSent() throws Exception {
    assertEquals("Basic a2ltOnA6IDE=", authorization("kim:p%3A%201@"));
    assertEquals("Basic a2ltOg==", authorization("kim@"));
    assertNull(authorization(""));
  }

  private static String authorization(String user) throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.enqueue(new MockResponse.Builder().code(403).build());
      LinkBench.fail("ws://" + user + "127.0.0.1:" + server.getPort(), Approach.PLAIN);
      return server.takeRequest(WAIT_S_MAX, TimeUnit.SECONDS).getHeaders().get("Authorization");
    }
  }
}
