package dev.tapewire.launcher.service;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/**
 * A speech service on a free port of loopback that refuses what the real one refuses and remembers
 * everything.
 *
 * <pre>
 * try (ServiceServer server = Services.start("deepgram", 20)) {
 *   server.uri();          // what to give to --to deepgram=URI
 *   server.key();          // the right key; empty if the service asks for none
 *   server.links();        // every link, over cuts and restarts: handshake, messages, words
 *   server.violations();   // what it refused; empty is right
 *   server.refusals();     // wrong keys, and handshakes that were refused; one for each try
 *   server.words();        // the words of all final results: link, and samples of the session
 *   server.acceptedPcm(0); // the audio that it accepted on a link, in its encoding
 *   server.cut();          // every connection breaks; it listens on
 *   server.stop();         // it is away ...
 *   server.restart();      // ... and back on the same port
 *   server.stall();        // it reads nothing ...
 *   server.goOn();         // ... and reads again
 *   server.refuseNext(2);  // refuses right frames, as the real one may (hume: rate_limited)
 * }
 * </pre>
 *
 * <p>Safe for use by any thread: one lock, the server itself, guards all there is.
 */
public final class ServiceServer implements Closeable {
  private static final long TICK_MS = 20;
  private static final int PORT_FIRST = 12_000;
  private static final int PORT_END = 32_000;
  private static final int PORT_TRIES_MAX = 100;

  private final FarService service;
  private final Scale scale;
  private final Map<ServiceLink, Rules> rules = new LinkedHashMap<>();
  private final List<Violation> violations = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
  private final int port;
  private MockWebServer web;
  private long tickedNs = nowNs();
  private long stalledSinceNs;
  private boolean stalled;
  private int unlucky;

  ServiceServer(FarService service, double times) throws IOException {
    this.service = service;
    scale = new Scale(times);
    // Asked for by number, or the socket could not be bound again while old connections linger.
    port = freePort();
    listen();
    ticker.scheduleAtFixedRate(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * {@return a port that nobody has} Below those that the kernel gives away: one of them may be a
   * receiver's of another test, which was killed and is about to come back to it.
   */
  private static int freePort() throws IOException {
    for (int tries = 0; ; tries++) {
      int wanted = ThreadLocalRandom.current().nextInt(PORT_FIRST, PORT_END);
      try (ServerSocket free = new ServerSocket(wanted)) {
        return free.getLocalPort();
      } catch (BindException taken) {
        if (tries == PORT_TRIES_MAX) {
          throw taken;
        }
      }
    }
  }

  /** {@return what to give to {@code --to NAME=URI}} */
  public URI uri() {
    return URI.create("ws://127.0.0.1:" + port + service.path());
  }

  /** {@return the right key; empty if the service asks for none} */
  public String key() {
    return service.key();
  }

  /** {@return every link that opened, in order} */
  public synchronized List<ServiceLink> links() {
    return List.copyOf(rules.keySet());
  }

  /** {@return everything that a client did and the service refused, a wrong key apart} */
  public synchronized List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** {@return what was refused at the door or for its key, such as {@code 401 wrong key}} */
  public synchronized List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** {@return the words of all final results, link by link} */
  public synchronized List<HeardWord> words() {
    List<HeardWord> words = new ArrayList<>();
    rules.keySet().forEach(link -> words.addAll(link.words()));
    return words;
  }

  /** {@return the audio that was accepted on a link, in the service's encoding} */
  public byte[] acceptedPcm(int link) {
    return links().get(link).acceptedPcm();
  }

  /** Breaks every connection and listens on. */
  public void cut() throws IOException {
    stop();
    restart();
  }

  /** Breaks every connection and is away. */
  public void stop() {
    MockWebServer old;
    synchronized (this) {
      old = web;
      web = null;
      stalled = false;
      rules.keySet().forEach(ServiceLink::gone);
      notifyAll();
    }
    if (old != null) {
      old.close();
    }
  }

  /** Is back on the same port. */
  public void restart() throws IOException {
    listen();
  }

  /** Reads nothing from now on. */
  public synchronized void stall() {
    if (!stalled) {
      stalled = true;
      stalledSinceNs = nowNs();
    }
  }

  /** Reads again. */
  public synchronized void goOn() {
    if (stalled) {
      stalled = false;
      rules.values().forEach(each -> each.excuse(nowNs() - stalledSinceNs));
      notifyAll();
    }
  }

  /** Refuses the next {@code frames} of audio although they are right, as a service may. */
  public synchronized void refuseNext(int frames) {
    unlucky = frames;
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    stop();
  }

  Scale scale() {
    return scale;
  }

  Grammar grammar() {
    return service.grammar();
  }

  int port() {
    return port;
  }

  long nowNs() {
    return System.nanoTime();
  }

  /** A link is open and its key is wrong. */
  synchronized void refuseKey(String text) {
    refusals.add(text);
  }

  synchronized void note(Violation violation) {
    violations.add(violation);
  }

  /** {@return whether the next right frame is to be refused} */
  boolean unlucky() {
    if (unlucky == 0) {
      return false;
    }
    unlucky--;
    return true;
  }

  /** Notes and makes a refusal; a wrong key is no violation. */
  MockResponse refuse(int status, String text) {
    refusals.add(status + " " + text);
    if (status != 401 && status != 403) {
      note(new Violation(rules.size(), nowNs(), "the handshake: " + status + " " + text));
    }
    return new MockResponse.Builder().code(status).body(text).build();
  }

  private void listen() throws IOException {
    MockWebServer fresh = new MockWebServer();
    fresh.setDispatcher(new Door());
    fresh.start(InetAddress.getByName("127.0.0.1"), port);
    synchronized (this) {
      web = fresh;
    }
  }

  private synchronized void tick() {
    long nowNs = nowNs();
    long lateNs = nowNs - tickedNs - TimeUnit.MILLISECONDS.toNanos(TICK_MS);
    tickedNs = nowNs;
    if (lateNs > 0) {
      // A limit is on the client's silence, not on that of a machine that lets nobody run.
      rules.values().forEach(each -> each.late(lateNs));
    }
    if (!stalled) {
      for (Map.Entry<ServiceLink, Rules> each : rules.entrySet()) {
        if (each.getKey().isOpen()) {
          guarded(each.getKey(), each.getValue()::tick);
        }
      }
    }
  }

  /** A fault of our own must fail the test and not only end a thread. */
  private void guarded(ServiceLink link, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | AssertionError fault) {
      link.violation("the server itself failed: " + fault);
      link.close(1011, "fault");
    }
  }

  /** Waits while nothing is read. */
  private void awaitGoOn() {
    while (stalled) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UncheckedIOException(new IOException("interrupted"));
      }
    }
  }

  /** Lets in or refuses. */
  private final class Door extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      synchronized (ServiceServer.this) {
        awaitGoOn();
        if (request.getHeaders().get("Upgrade") == null) {
          MockResponse answer = service.plain(ServiceServer.this, request);
          return answer == null ? refuse(404, "a plain request") : answer;
        }
        if (!request.getUrl().encodedPath().equals(service.path())) {
          note(new Violation(rules.size(), nowNs(), "a wrong path: " + request.getTarget()));
          return refuse(404, "a wrong path");
        }
        FarService.Refusal refusal = service.refusal(request);
        if (refusal != null) {
          return refuse(refusal.status(), refusal.text());
        }
        ServiceLink link = new ServiceLink(ServiceServer.this, rules.size(), request, nowNs());
        Rules own = service.rules(link, ServiceServer.this);
        rules.put(link, own);
        return new MockResponse.Builder().webSocketUpgrade(new Ear(link, own)).build();
      }
    }
  }

  /** Brings what comes under the lock and to the rules. */
  private final class Ear extends WebSocketListener {
    private final ServiceLink link;
    private final Rules own;

    Ear(ServiceLink link, Rules own) {
      this.link = link;
      this.own = own;
    }

    @Override
    public void onOpen(WebSocket socket, okhttp3.Response response) {
      synchronized (ServiceServer.this) {
        link.open(socket);
        guarded(link, own::opened);
      }
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      come(ServiceLink.Message.of(nowNs(), text), () -> own.text(text));
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
      byte[] copy = bytes.toByteArray();
      come(new ServiceLink.Message(nowNs(), null, copy.length), () -> own.binary(copy));
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      synchronized (ServiceServer.this) {
        if (!link.closed()) {
          guarded(link, () -> own.closing(code));
          link.gone();
        }
      }
      socket.close(1000, null);
    }

    @Override
    public void onFailure(WebSocket socket, Throwable fault, okhttp3.Response response) {
      synchronized (ServiceServer.this) {
        link.gone();
      }
    }

    private void come(ServiceLink.Message message, Runnable rule) {
      synchronized (ServiceServer.this) {
        awaitGoOn();
        if (!link.closed()) {
          link.note(message);
          guarded(link, rule);
        }
      }
    }
  }
}
