package dev.tapewire.sender;

import dev.tapewire.common.agent.Mailbox;
import dev.tapewire.common.bell.Doorbell;
import dev.tapewire.common.time.Clock;
import dev.tapewire.sender.delivery.Delivery;
import dev.tapewire.sender.delivery.LinkEvent;
import dev.tapewire.sender.delivery.LinkFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Brings events from the network's threads to the deliveries on the agent thread. Its factories may
 * be made on any thread; the rest is confined to the agent thread.
 */
final class Inbox {
  /** A reader thread that finds it full waits: back-pressure on the peer. */
  private static final int EVENTS_MAX = 1024;

  /** Events of one round, so that deliveries get their turn. */
  private static final int EVENTS_A_ROUND = 256;

  private final Mailbox<Posted> mailbox = new Mailbox<>(EVENTS_MAX);
  private final Function<Consumer<LinkEvent>, LinkFactory> network;
  private final Doorbell doorbell;

  /** Takes events of links of {@code network}, and waits for them at {@code doorbell}. */
  Inbox(Function<Consumer<LinkEvent>, LinkFactory> network, Doorbell doorbell) {
    this.network = network;
    this.doorbell = doorbell;
  }

  /** {@return a factory of links whose events reach the delivery in {@code to}} */
  LinkFactory linksFor(AtomicReference<Delivery> to) {
    return network.apply(event -> post(new Posted(to.get(), event)));
  }

  private void post(Posted posted) {
    try {
      mailbox.put(posted);
      doorbell.wakeUp();
    } catch (InterruptedException e) {
      // The network is being shut down: nobody waits for its events any more.
      Thread.currentThread().interrupt();
    }
  }

  /** Gives what came to the deliveries. {@return whether there was anything} */
  boolean work(long nowNs) {
    Posted posted = mailbox.poll();
    boolean any = posted != null;
    for (int i = 0; posted != null; i++) {
      posted.to().onEvent(posted.event(), nowNs);
      posted = i < EVENTS_A_ROUND ? mailbox.poll() : null;
    }
    return any;
  }

  /** {@return whether who records {@code session} says when there is more} */
  boolean isRungFor(String session) {
    return doorbell.isRungFor(session);
  }

  /** Waits for an event, or a ring, up to {@code timeoutNs}; gives the event to its delivery. */
  void awaitAndGive(long timeoutNs, Clock clock) throws InterruptedException {
    Posted posted = mailbox.poll();
    if (posted == null) {
      doorbell.await(timeoutNs);
      posted = mailbox.poll();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (posted != null) {
      posted.to().onEvent(posted.event(), clock.monotonicNs());
    }
  }
}
