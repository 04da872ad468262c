package dev.tapewire.sender.link;

import dev.tapewire.common.session.Destination;
import dev.tapewire.common.time.Clock;
import dev.tapewire.common.time.SystemClock;
import dev.tapewire.common.wire.Control;
import dev.tapewire.sender.delivery.Limits;
import dev.tapewire.sender.delivery.Link;
import dev.tapewire.sender.delivery.LinkEvent;
import dev.tapewire.sender.delivery.LinkFactory;
import dev.tapewire.sender.delivery.LinkRequest;
import dev.tapewire.sender.service.KeyForm;
import dev.tapewire.sender.service.Opening;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import okhttp3.CertificatePinner;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.CookieJar;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * Opens links to one destination through OkHttp as it is shipped. Events are given to a consumer on
 * OkHttp's threads. Safe for use by any thread.
 */
public final class OkHttpLinkFactory implements AutoCloseable {
  /** One dead address among several costs no more. */
  private static final long CONNECT_S_MAX = 4;

  /** A peer that takes nothing for so long is dead. Never 0: pings wait behind a stuck write. */
  private static final long WRITE_S_MAX = 10;

  /** As docs/protocol.md says. */
  private static final long PING_S = 5;

  /** Pings are the only evidence of raw, so they come oftener. */
  private static final long RAW_PING_S = 2;

  /** From our close to the peer's answer; what the kernel still holds has to pass first. */
  private static final long CLOSE_S_MAX = 10;

  /**
   * What was confirmed is confirmed; a peer that does not answer the last close is not waited for.
   */
  private static final long LAST_CLOSE_MS_MAX = 1000;

  /** OkHttp opens 64 sockets by default and silently queues the rest. */
  private static final int SOCKETS_MAX = 1024;

  /** What a plain server answers is passed over; longer than this is not even looked at. */
  private static final int ANSWER_CHARS_MAX = 64 * 1024;

  /** A longer message of a plain server is not taken: it would stand in memory whole. */
  private static final long ANSWER_BYTES_MAX = 1L << 20;

  /** What a service answers is kept; its longest messages hold seconds of audio. */
  private static final int SERVICE_CHARS_MAX = 4 * 1024 * 1024;

  private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";

  private final Destination destination;
  private final Approach approach;
  private final FailureText failures;
  private final OkHttpClient tapewire;
  private final OkHttpClient raw;
  private final AtomicLong partialBytes = new AtomicLong();
  private final Clock clock = new SystemClock();
  private final WatchdogRest rest = WatchdogRest.begin(TimeUnit.SECONDS.toNanos(WRITE_S_MAX) / 2);

  /** Prepares a client; connects to nobody yet. */
  public OkHttpLinkFactory(Destination destination, Approach approach) {
    this.destination = destination;
    this.approach = approach;
    this.failures =
        new FailureText(
            approach.proxy(),
            destination.isSecure(),
            destination.isSecure() && approach.tls().identity() == null);
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(SOCKETS_MAX);
    dispatcher.setMaxRequestsPerHost(SOCKETS_MAX);
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    route(builder, approach.proxy());
    if (destination.isSecure() || asks(destination, approach.service())) {
      secure(builder, destination, approach.tls());
    } else {
      // Else a tenth of a second and 2 MB go into authorities that nobody asks.
      builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
    }
    tapewire =
        builder
            .dispatcher(dispatcher)
            // Else a refused upgrade's connection, which many servers close untold, is used again.
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .addInterceptor(new UpgradeLayer())
            .connectTimeout(CONNECT_S_MAX, TimeUnit.SECONDS)
            .readTimeout(Math.max(Limits.CONNECT_NS_MOST, approach.startNs()), TimeUnit.NANOSECONDS)
            .writeTimeout(WRITE_S_MAX, TimeUnit.SECONDS)
            .pingInterval(PING_S, TimeUnit.SECONDS)
            .webSocketCloseTimeout(CLOSE_S_MAX, TimeUnit.SECONDS)
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .cookieJar(CookieJar.NO_COOKIES)
            .build();
    raw = tapewire.newBuilder().pingInterval(RAW_PING_S, TimeUnit.SECONDS).build();
  }

  /** Goes over the proxy that was given and over no other, whatever the environment says. */
  private static void route(OkHttpClient.Builder builder, ProxyRoute proxy) {
    boolean socks = proxy != null && proxy.type() == Proxy.Type.SOCKS;
    boolean http = proxy != null && !socks;
    builder.proxy(http ? proxy.proxy() : Proxy.NO_PROXY);
    builder.socketFactory(
        new NoDelaySocketFactory(socks ? () -> new SocksSocket(proxy) : UpgradeSocket::new));
    if (socks) {
      SocksSocket.identify(proxy);
      builder.dns(SocksSocket::unresolved);
    }
    if (http && proxy.user() != null) {
      String credentials =
          Credentials.basic(proxy.user(), proxy.password(), StandardCharsets.UTF_8);
      builder.proxyAuthenticator(
          (route, response) ->
              response.request().header(PROXY_AUTHORIZATION) != null
                  ? null // They were refused.
                  : response
                      .request()
                      .newBuilder()
                      .header(PROXY_AUTHORIZATION, credentials)
                      .build());
    }
  }

  /** {@return whether the service names the address, which may be a secure one} */
  private static boolean asks(Destination destination, ServiceChoice service) {
    return service != null
        && service.service().opening(destination.uri(), service.settings()).request() != null;
  }

  private static void secure(
      OkHttpClient.Builder builder, Destination destination, TlsChoice choice) {
    if (!choice.isSystem()) {
      TlsContext tls = TlsContext.of(choice);
      builder.sslSocketFactory(tls.context().getSocketFactory(), tls.trust());
    }
    if (choice.insecure()) {
      builder.hostnameVerifier((host, session) -> true);
    }
    CertificatePinner.Builder pinner = new CertificatePinner.Builder();
    String host = destination.host().replaceAll("[\\[\\]]", "");
    choice.pins().forEach(pin -> pinner.add(host, pin));
    builder.certificatePinner(pinner.build());
  }

  /** {@return a factory of links whose events go to {@code events}, which may block} */
  public LinkFactory to(Consumer<LinkEvent> events) {
    return request -> open(request, events);
  }

  private Link open(LinkRequest request, Consumer<LinkEvent> events) {
    Opening opening = request.opening();
    URI uri = opening == null ? destination.uri() : opening.uri();
    KeyForm form = opening == null ? KeyForm.BEARER : opening.keyForm();
    Request.Builder http = new Request.Builder().url(httpUrl(uri)).header("User-Agent", "tapewire");
    if (destination.user() != null) {
      http.header("Authorization", basic(destination.user()));
    }
    String key = approach.freshKey();
    if (key != null && !form.header().isEmpty()) {
      http.header(form.header(), form.prefix() + key);
    }
    if (request.offersTapewire()) {
      http.header("Sec-WebSocket-Protocol", Control.SUBPROTOCOL);
    }
    OkHttpClient client = request.offersTapewire() ? tapewire : raw;
    int textCharsMax = opening == null ? ANSWER_CHARS_MAX : SERVICE_CHARS_MAX;
    long bytesMax = opening == null ? ANSWER_BYTES_MAX : SERVICE_CHARS_MAX;
    Inbound inbound = new Inbound(bytesMax, partialBytes, clock);
    LinkListener listener =
        new LinkListener(request.number(), events, failures, textCharsMax, inbound);
    if (request.again() instanceof AskedLink lost) {
      return AskedLink.again(client, lost, listener);
    }
    return opening != null && opening.request() != null
        ? AskedLink.ask(client, http.build(), opening.request(), listener)
        : OkHttpLink.open(client, http.build(), listener);
  }

  private static String basic(String userAndPassword) {
    int colon = userAndPassword.indexOf(':');
    String user = colon < 0 ? userAndPassword : userAndPassword.substring(0, colon);
    String password = colon < 0 ? "" : userAndPassword.substring(colon + 1);
    return Credentials.basic(user, password, StandardCharsets.UTF_8);
  }

  private static String httpUrl(URI uri) {
    return "http" + uri.toString().substring("ws".length());
  }

  /** Gives closes that are under way a moment, then drops every link and lets the threads go. */
  @Override
  public void close() {
    CountDownLatch idle = new CountDownLatch(1);
    tapewire.dispatcher().setIdleCallback(idle::countDown);
    try {
      if (tapewire.dispatcher().runningCallsCount() > 0
          && !idle.await(LAST_CLOSE_MS_MAX, TimeUnit.MILLISECONDS)) {
        tapewire.dispatcher().cancelAll();
      }
    } catch (InterruptedException e) {
      tapewire.dispatcher().cancelAll();
      Thread.currentThread().interrupt();
    }
    tapewire.dispatcher().executorService().shutdownNow();
    tapewire.connectionPool().evictAll();
    rest.close();
  }
}
