package dev.tapewire.sender.link;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.tapewire.common.session.Destination;
import dev.tapewire.sender.delivery.LinkEvent;
import dev.tapewire.sender.delivery.LinkRequest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import okhttp3.WebSocketListener;

/** Opens one link and tells what came of it. Confined to one thread. */
final class LinkBench {
  private static final long WAIT_S_MAX = 120;

  private LinkBench() {}

  static MockResponse upgrade() {
    return new MockResponse.Builder().webSocketUpgrade(new WebSocketListener() {}).build();
  }

  static LinkEvent open(String uri, Approach approach) throws InterruptedException {
    BlockingQueue<LinkEvent> events = new LinkedBlockingQueue<>();
    try (OkHttpLinkFactory factory = new OkHttpLinkFactory(Destination.parse(uri), approach)) {
      factory.to(events::add).open(new LinkRequest(1, false)).sendText("hello");
      LinkEvent event = events.poll(WAIT_S_MAX, TimeUnit.SECONDS);
      assertNotNull(event, "no event within " + WAIT_S_MAX + " s");
      return event;
    }
  }

  static LinkEvent.Failed fail(String uri, Approach approach) throws InterruptedException {
    return assertInstanceOf(LinkEvent.Failed.class, open(uri, approach));
  }
}
