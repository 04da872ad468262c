package dev.tapewire.sender.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.sender.delivery.LinkEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProxyLinkTest {
  /** Nobody but a proxy knows it. */
  private static final String HOST = "server.invalid";

  private static final HeldCertificate HELD =
      new HeldCertificate.Builder().addSubjectAlternativeName(HOST).build();

  private final MockWebServer server = new MockWebServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Proxy.Type.class,
      names = {"HTTP", "SOCKS"})
  void goesToAServerThatOnlyTheProxyKnows(Proxy.Type type) throws Exception {
    try (SmallProxy proxy = new SmallProxy(type, serving(true), null, 0)) {
      assertInstanceOf(LinkEvent.Opened.class, LinkBench.open(wss(), by(proxy, type, null)));
      assertEquals(List.of(HOST + ":443"), proxy.asked());
    }
  }

  @Test
  void goesByASocksProxyWithoutTlsToo() throws Exception {
    try (SmallProxy proxy = new SmallProxy(Proxy.Type.SOCKS, serving(false), null, 0)) {
      LinkEvent event = LinkBench.open("ws://" + HOST + ":81/x", by(proxy, Proxy.Type.SOCKS, null));
      assertInstanceOf(LinkEvent.Opened.class, event);
      assertEquals(List.of(HOST + ":81"), proxy.asked());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Proxy.Type.class,
      names = {"HTTP", "SOCKS"})
  void tellsTheProxyItsUserAndPassword(Proxy.Type type) throws Exception {
    try (SmallProxy proxy = new SmallProxy(type, serving(true), "ann:sesame", 0)) {
      assertInstanceOf(LinkEvent.Opened.class, LinkBench.open(wss(), by(proxy, type, "sesame")));
    }
    assertEquals(null, server.takeRequest().getHeaders().get("Proxy-Authorization"));
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP, wrong, 0, true, wants another user or password (HTTP 407)",
    "HTTP, , 0, true, wants another user or password (HTTP 407)",
    "SOCKS, wrong, 0, true, wants another user or password (SOCKS)",
    "SOCKS, , 0, true, wants another user or password (SOCKS)",
    "HTTP, sesame, 403, true, does not connect us to the server: HTTP 403",
    "HTTP, sesame, 502, false, does not connect us to the server: HTTP 502",
    "SOCKS, sesame, 2, true, does not connect us to the server: Connection not allowed",
    "SOCKS, sesame, 5, false, does not connect us to the server: Connection refused",
  })
  void saysInOneLineWhatTheProxyDoes(
      Proxy.Type type, String password, int refusal, boolean hopeless, String reason)
      throws Exception {
    try (SmallProxy proxy = new SmallProxy(type, 1, "ann:sesame", refusal)) {
      LinkEvent.Failed failed = LinkBench.fail(wss(), by(proxy, type, password));
      String start = "the proxy 127.0.0.1:" + proxy.port() + " " + reason;
      assertTrue(failed.reason().startsWith(start), failed.reason());
      assertEquals(hopeless, failed.hopeless(), failed.reason());
      assertEquals(1, failed.reason().lines().count());
      assertFalse(failed.reason().contains("sesame"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Proxy.Type.class,
      names = {"HTTP", "SOCKS"})
  void namesAProxyThatCanNotBeReached(Proxy.Type type) throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    ProxyRoute dead = new ProxyRoute(type, "127.0.0.1", free, null, "");
    LinkEvent.Failed failed = LinkBench.fail(wss(), by(dead));
    String start = "the proxy 127.0.0.1:" + free + " can't be reached: ";
    assertTrue(failed.reason().startsWith(start), failed.reason());
    assertFalse(failed.hopeless());
    ProxyRoute unknown = new ProxyRoute(type, "proxy.invalid", 1, null, "");
    String told = LinkBench.fail(wss(), by(unknown)).reason();
    assertEquals("the proxy proxy.invalid:1 is not known by that name; check --proxy", told);
  }

  @Test
  void goesByNoProxyThatNobodyGave() throws Exception {
    try (SmallProxy proxy = new SmallProxy(Proxy.Type.SOCKS, 1, null, 0)) {
      System.setProperty("socksProxyHost", "127.0.0.1");
      System.setProperty("socksProxyPort", "" + proxy.port());
      LinkEvent event = LinkBench.open("ws://localhost:" + serving(false), Approach.PLAIN);
      assertInstanceOf(LinkEvent.Opened.class, event);
      assertEquals(List.of(), proxy.asked());
    } finally {
      System.clearProperty("socksProxyHost");
      System.clearProperty("socksProxyPort");
    }
  }

  @Test
  void aSocketOfASocksProxySendsAtOnceToo() throws Exception {
    try (SmallProxy proxy = new SmallProxy(Proxy.Type.SOCKS, serving(false), null, 0)) {
      ProxyRoute route = by(proxy, Proxy.Type.SOCKS, null).proxy();
      NoDelaySocketFactory factory = new NoDelaySocketFactory(() -> new SocksSocket(route));
      try (Socket socket = factory.createSocket()) {
        InetAddress named = SocksSocket.unresolved(HOST).get(0);
        socket.connect(new java.net.InetSocketAddress(named, 80), 5000);
        assertTrue(socket.getTcpNoDelay());
      }
    }
  }

  private int serving(boolean tls) throws IOException {
    if (tls) {
      server.useHttps(
          new HandshakeCertificates.Builder().heldCertificate(HELD).build().sslSocketFactory());
    }
    server.enqueue(LinkBench.upgrade());
    server.start();
    return server.getPort();
  }

  private static String wss() {
    return "wss://" + HOST + "/audio";
  }

  private static Approach by(SmallProxy proxy, Proxy.Type type, String password) {
    String user = password == null ? null : "ann";
    return by(
        new ProxyRoute(type, "127.0.0.1", proxy.port(), user, password == null ? "" : password));
  }

  private static Approach by(ProxyRoute route) {
    TlsChoice choice = new TlsChoice(List.of(HELD.certificate()), null, List.of(), false);
    return new Approach(null, choice, route, List.of());
  }
}
