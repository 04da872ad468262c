package dev.tapewire.sender.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.tapewire.common.session.Destination;
import dev.tapewire.sender.delivery.LinkEvent;
import dev.tapewire.sender.delivery.LinkRequest;
import dev.tapewire.sender.service.KeyForm;
import dev.tapewire.sender.service.Opening;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service, or something else, answers to the request for an address. */
class AskedLinkTest {
  /** Far longer than it takes; nothing comes to pass by it. */
  private static final long WAIT_S_MAX = 60;

  private final BlockingQueue<LinkEvent> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
  private final MockWebServer server = new MockWebServer();
  private Thread.UncaughtExceptionHandler before;
  private OkHttpLinkFactory factory;

  @BeforeEach
  void start() throws IOException {
    server.start();
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
  }

  @AfterEach
  void stop() {
    Thread.setDefaultUncaughtExceptionHandler(before);
    factory.close();
    server.close();
  }

  private LinkEvent ask(MockResponse answer) throws InterruptedException {
    server.enqueue(answer);
    URI uri = URI.create("ws://127.0.0.1:" + server.getPort() + "/v2/live");
    factory = new OkHttpLinkFactory(Destination.parse(uri.toString()), Approach.PLAIN);
    Opening.Request wish = new Opening.Request("{}", "url");
    Opening opening = new Opening(uri, wish, KeyForm.BEARER);
    factory.to(events::add).open(new LinkRequest(1, false, opening, null));
    return assertNotNullEvent(events.poll(WAIT_S_MAX, TimeUnit.SECONDS));
  }

  private static LinkEvent assertNotNullEvent(LinkEvent event) {
    assertNotNull(event, "nobody is told of the answer");
    return event;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html>Sign in to the Wi-Fi</html>|what answers is not the service: the answer is no JSON",
        "''|the service's answer names no address",
        "[]|the service's answer names no address",
        "{'id':'x','url':null}|the service's answer names no address",
        "{'url':'https://x'}|the service's answer names no address",
        "{'url':'wss://'}|the service names an unusable address",
        "{'url':'wss://api gladia.io:99999/v2/live?token=SECRETTOKEN'}|the service names an unusable address",
        "{'url':'wss://h:99999/?token=SECRETTOKEN'}|the service names an unusable address"
      },
      quoteCharacter = '`')
  void anAnswerThatIsNoneIsToldAtOnce(String body, String told) throws Exception {
    String json = body.equals("''") ? "" : body.replace('\'', '"');
    LinkEvent.Failed failed =
        assertInstanceOf(
            LinkEvent.Failed.class, ask(new MockResponse.Builder().code(201).body(json).build()));
    assertEquals("connection failed: " + told, failed.reason());
    assertFalse(failed.hopeless());
    assertEquals(0, uncaught.size(), uncaught::toString);
  }

  @Test
  void aRefusalIsTold() throws Exception {
    LinkEvent.Failed failed =
        assertInstanceOf(
            LinkEvent.Failed.class, ask(new MockResponse.Builder().code(402).body("{}").build()));
    assertEquals(402, failed.httpStatus());
    assertEquals("HTTP 402: the server wants to be paid; check the account", failed.reason());
  }
}
