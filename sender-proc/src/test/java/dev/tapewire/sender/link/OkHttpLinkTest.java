package dev.tapewire.sender.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.secret.TestKeys;
import dev.tapewire.common.session.Destination;
import dev.tapewire.sender.delivery.Link;
import dev.tapewire.sender.delivery.LinkEvent;
import dev.tapewire.sender.delivery.LinkRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.internal.ws.RealWebSocket;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OkHttpLinkTest {
  private static final long WAIT_S_MAX = 20;

  private final BlockingQueue<LinkEvent> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final MockWebServer server = new MockWebServer();
  private OkHttpLinkFactory factory;
  private volatile WebSocket peer;

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    if (factory != null) {
      factory.close();
    }
    server.close();
  }

  @Test
  void offersTheSubprotocolAndTellsWhatWasSelected() throws Exception {
    server.enqueue(upgrade("tapewire.v1"));
    open(true, null);
    assertEquals(new LinkEvent.Opened(1, "tapewire.v1"), next());
    RecordedRequest request = server.takeRequest();
    assertEquals("tapewire.v1", request.getHeaders().get("Sec-WebSocket-Protocol"));
    assertNull(request.getHeaders().get("Authorization"));
    assertNull(request.getHeaders().get("Cookie"));
  }

  @Test
  void offersNothingForRawAndTellsThatNothingWasSelected() throws Exception {
    server.enqueue(upgrade(null));
    open(false, null);
    assertEquals(new LinkEvent.Opened(1, ""), next());
    assertNull(server.takeRequest().getHeaders().get("Sec-WebSocket-Protocol"));
  }

  @Test
  void sendsTheKeyAsABearer() throws Exception {
    server.enqueue(upgrade(null));
    open(false, TestKeys.of("link"));
    assertEquals(
        "Bearer " + TestKeys.of("link"), server.takeRequest().getHeaders().get("Authorization"));
  }

  @Test
  void carriesMessagesBothWaysInOrder() throws Exception {
    server.enqueue(upgrade(null));
    Link link = open(false, null);
    next();
    assertTrue(link.sendText("hello"));
    assertTrue(link.sendBinary(new byte[] {9, 1, 2, 3, 9}, 1, 3));
    assertEquals("text hello", heard());
    assertEquals("binary 010203", heard());
    assertEquals(new LinkEvent.Text(1, "back"), next());
    assertEquals(new LinkEvent.Binary(1, 2), next());
    until(() -> link.queuedBytes() == 0);
  }

  @Test
  void writesLetTheWatchdogOfTheirTimeoutsSleep() throws Exception {
    server.enqueue(upgrade(null));
    Link link = open(false, null);
    next();
    long before = watchdogWaits();
    for (int i = 0; i < 50; i++) {
      link.sendBinary(new byte[3], 0, 3);
      heard();
    }
    assertTrue(watchdogWaits() - before < 10, watchdogWaits() - before + " times awake");
  }

  private static long watchdogWaits() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(each -> each != null && each.getThreadName().equals("Okio Watchdog"))
        .mapToLong(ThreadInfo::getWaitedCount)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void countsPingsAndPongs() throws Exception {
    server.enqueue(upgrade(null));
    Link link = open(false, null);
    next();
    assertEquals(0, link.sentPings());
    until(() -> link.receivedPongs() == 1);
    assertEquals(1, link.sentPings());
  }

  @Test
  void aPongThatNobodyAskedForIsNoAnswer() throws Exception {
    server.enqueue(upgrade(null));
    Link link = open(false, null);
    next();
    until(() -> peer != null);
    RealWebSocket real = (RealWebSocket) peer;
    real.pong(ByteString.EMPTY);
    real.pong(ByteString.decodeHex("01020304"));
    until(() -> link.unaskedPongs() == 2);
    assertEquals(0, link.receivedPongs());
    until(() -> link.receivedPongs() == 1);
    assertEquals(1, link.sentPings());
    assertEquals(2, link.unaskedPongs());
  }

  @Test
  void tellsThePeersCloseAndAnswersIt() throws Exception {
    server.enqueue(upgrade(null));
    open(false, null);
    next();
    until(() -> peer != null);
    peer.close(4429, "busy");
    assertEquals(new LinkEvent.Closed(1, 4429, "busy"), next());
    assertEquals("closing 4429", heard());
  }

  @Test
  void tellsTheAnswerToItsOwnClose() throws Exception {
    server.enqueue(upgrade(null));
    Link link = open(false, null);
    next();
    link.sendText("last");
    link.close(1000, "x".repeat(200));
    assertEquals("text last", heard());
    assertEquals("closing 1000", heard());
    LinkEvent event = next();
    while (!(event instanceof LinkEvent.Closed)) {
      event = next();
    }
    assertEquals(1000, ((LinkEvent.Closed) event).code());
    assertFalse(link.sendText("more"));
  }

  @Test
  void tellsTheStatusOfARefusedUpgrade() throws Exception {
    server.enqueue(new MockResponse.Builder().code(401).build());
    open(true, null);
    LinkEvent.Failed failed = assertInstanceOf(LinkEvent.Failed.class, next());
    assertEquals(401, failed.httpStatus());
    assertTrue(failed.hopeless());
    assertTrue(failed.reason().contains("--key-env"), failed.reason());
  }

  @Test
  void followsNoRedirect() throws Exception {
    server.enqueue(
        new MockResponse.Builder().code(302).addHeader("Location", "http://127.0.0.1:1/").build());
    open(true, null);
    LinkEvent.Failed failed = assertInstanceOf(LinkEvent.Failed.class, next());
    assertEquals(302, failed.httpStatus());
    assertTrue(failed.hopeless());
  }

  @Test
  void tellsARefusedConnectionInOneLine() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    open("ws://127.0.0.1:" + free, true, null);
    LinkEvent.Failed failed = assertInstanceOf(LinkEvent.Failed.class, next());
    assertEquals(0, failed.httpStatus());
    assertFalse(failed.hopeless());
    assertTrue(failed.reason().startsWith("connection refused"), failed.reason());
  }

  @Test
  void takesACancelledUpgradeForLostWhileThePeerSaysNothing() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Link link = open("ws://127.0.0.1:" + mute.getLocalPort(), true, null);
      try (Socket accepted = mute.accept()) {
        assertTrue(accepted.isConnected());
        link.cancel();
        assertInstanceOf(LinkEvent.Failed.class, next());
      }
    }
  }

  @Test
  void holdsNoMoreThanItWasGivenForAPeerThatStopsReading() throws Exception {
    CountingStall stall = new CountingStall();
    server.enqueue(new MockResponse.Builder().webSocketUpgrade(stall).build());
    Link link = open(false, null);
    next();
    assertInstanceOf(LinkEvent.Text.class, next());
    byte[] message = new byte[64 * 1024];
    long handed = 0;
    while (link.queuedBytes() < (1 << 20) && handed < (64L << 20)) {
      assertTrue(link.sendBinary(message, 0, message.length));
      handed += message.length;
    }
    assertTrue(link.queuedBytes() <= (1 << 20) + message.length, "queued " + link.queuedBytes());
    assertTrue(handed < (64L << 20), "the peer reads after all");
    assertInstanceOf(LinkEvent.Failed.class, next());
    stall.go = true;
  }

  private Link open(boolean offers, String key) {
    return open("ws://127.0.0.1:" + server.getPort() + "/audio", offers, key);
  }

  private Link open(String uri, boolean offers, String key) {
    factory =
        new OkHttpLinkFactory(
            Destination.parse(uri), new Approach(key, TlsChoice.SYSTEM, null, List.of()));
    return factory.to(events::add).open(new LinkRequest(1, offers));
  }

  private LinkEvent next() throws InterruptedException {
    LinkEvent event = events.poll(WAIT_S_MAX, TimeUnit.SECONDS);
    assertTrue(event != null, "no event within " + WAIT_S_MAX + " s");
    return event;
  }

  private String heard() throws InterruptedException {
    return said.poll(WAIT_S_MAX, TimeUnit.SECONDS);
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S_MAX);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadlineNs, "not within " + WAIT_S_MAX + " s");
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private MockResponse upgrade(String selects) {
    MockResponse.Builder response = new MockResponse.Builder().webSocketUpgrade(new Peer());
    if (selects != null) {
      response.addHeader("Sec-WebSocket-Protocol", selects);
    }
    return response.build();
  }

  /** Stops reading at the first message. */
  private static final class CountingStall extends WebSocketListener {
    private volatile boolean go;

    @Override
    public void onOpen(WebSocket socket, okhttp3.Response response) {
      socket.send("here"); // Before the first byte of a peer others watch it.
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
      try {
        while (!go) {
          TimeUnit.MILLISECONDS.sleep(10);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Tells what it hears, and answers. */
  private final class Peer extends WebSocketListener {
    @Override
    public void onOpen(WebSocket socket, okhttp3.Response response) {
      peer = socket;
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      said.add("text " + text);
      socket.send("back");
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
      said.add("binary " + bytes.hex());
      socket.send(ByteString.of((byte) 1, (byte) 2));
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      said.add("closing " + code);
      socket.close(code, null);
    }
  }
}
