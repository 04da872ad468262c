package dev.tapewire.launcher.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Dialogues with a server, right ones and wrong ones. Confined to the test's thread. */
final class Dialogues {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String service;
  private final double times;
  private final String query;
  private final String[] headers;

  Dialogues(String service, String... headers) {
    this(service, 20, "", headers);
  }

  Dialogues(String service, double times, String query, String... headers) {
    this.service = service;
    this.times = times;
    this.query = query;
    this.headers = headers;
  }

  /** {@return the same at real time: a busy machine, too, can send faster than that} */
  Dialogues atRealTime() {
    return new Dialogues(service, 1, query, headers);
  }

  /** Has it said to a fresh server, and a violation that says {@code what} noted. */
  void refused(String what, Consumer<PlainClient> said) throws Exception {
    try (ServiceServer server = Services.start(service, times);
        PlainClient client = PlainClient.open(URI.create(server.uri() + query), headers)) {
      said.accept(client);
      awaitViolation(server, what);
    }
  }

  /** Waits for a violation that says {@code what}. */
  static void awaitViolation(ServiceServer server, String what) throws InterruptedException {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (server.violations().stream().noneMatch(v -> v.text().contains(what))) {
      assertTrue(
          System.nanoTime() < deadlineNs, () -> "not '" + what + "' but " + server.violations());
      Thread.sleep(5);
    }
  }

  /** Has the handshake refused with {@code status}. */
  void notLetIn(int status) throws Exception {
    try (ServiceServer server = Services.start(service, times);
        PlainClient client = PlainClient.open(URI.create(server.uri() + query), headers)) {
      assertEquals("failed " + status, client.end());
      assertEquals(1, server.refusals().size());
      assertEquals(0, server.links().size());
    }
  }

  /** Nothing was refused, and each word was said once, where it was. */
  static void assertAllRight(ServiceServer server, ToneWords words) {
    assertEquals(List.of(), server.violations());
    List<HeardWord> said = server.words();
    assertEquals(
        words.words().stream().map(HeardWord::text).toList(),
        said.stream().map(HeardWord::text).toList());
    for (int i = 0; i < said.size(); i++) {
      double off = said.get(i).startSeconds() - words.words().get(i).startSeconds();
      assertTrue(Math.abs(off) < 0.03, said.get(i) + " is off by " + off);
    }
  }
}
