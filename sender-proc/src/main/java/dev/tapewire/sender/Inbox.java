package dev.tapewire.sender;

import dev.tapewire.common.agent.Mailbox;
import dev.tapewire.common.bell.Doorbell;
import dev.tapewire.common.time.Clock;
import dev.tapewire.sender.delivery.Delivery;
import dev.tapewire.sender.delivery.LinkEvent;
import dev.tapewire.sender.delivery.LinkFactory;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
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

  /** So many sessions gather what comes, or each of their frames costs a wake-up of its own. */
  private static final int CROWD = 64;

  /** What gathering may delay; a frame is 20 times as long. */
  private static final long GATHER_NS = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * Characters of what peers said that wait for the agent thread, of all links together: two of the
   * longest messages of a service, a sixteenth of the heap where each takes two bytes.
   */
  private static final int TEXT_CHARS_MAX = 8 << 20;

  private final Mailbox<Posted> mailbox =
      new Mailbox<>(EVENTS_MAX, TEXT_CHARS_MAX, Inbox::textChars);
  private final Function<Consumer<LinkEvent>, LinkFactory> network;
  private final Doorbell doorbell;

  /** Whom an event was given to since {@link #forget}. */
  private final Set<Delivery> given = new HashSet<>();

  /** Takes events of links of {@code network}, and waits for them at {@code doorbell}. */
  Inbox(Function<Consumer<LinkEvent>, LinkFactory> network, Doorbell doorbell) {
    this.network = network;
    this.doorbell = doorbell;
  }

  /** {@return a factory of links whose events reach the delivery in {@code to}} */
  LinkFactory linksFor(AtomicReference<Delivery> to) {
    return network.apply(event -> post(new Posted(to.get(), event)));
  }

  private static int textChars(Posted posted) {
    return posted.event() instanceof LinkEvent.Text text ? text.text().length() : 0;
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

  /** Gives what came to the deliveries. {@return whether more may be there} */
  boolean work(long nowNs) {
    for (int i = 0; i < EVENTS_A_ROUND; i++) {
      Posted posted = mailbox.poll();
      if (posted == null) {
        return false;
      }
      give(posted, nowNs);
    }
    return true;
  }

  private void give(Posted posted, long nowNs) {
    posted.to().onEvent(posted.event(), nowNs);
    given.add(posted.to());
  }

  /** Hears who rang meanwhile, for who has no time to wait. */
  void look() {
    doorbell.look();
  }

  /** {@return whether something came for the session, or for this delivery of it} */
  boolean cameFor(String session, Delivery delivery) {
    return doorbell.rangFor(session) || given.contains(delivery);
  }

  /** Forgets what came: it was acted upon. */
  void forget() {
    doorbell.forget();
    given.clear();
  }

  /** {@return whether who records {@code session} says when there is more} */
  boolean isRungFor(String session) {
    return doorbell.isRungFor(session);
  }

  /**
   * Waits for an event, or a ring, up to {@code timeoutNs}; gives the event to its delivery.
   *
   * @param sessions that are served
   */
  void awaitAndGive(long timeoutNs, int sessions, Clock clock) throws InterruptedException {
    if (sessions > CROWD) {
      LockSupport.parkNanos(GATHER_NS);
    }
    Posted posted = mailbox.poll();
    if (posted == null) {
      doorbell.await(timeoutNs);
      posted = mailbox.poll();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (posted != null) {
      give(posted, clock.monotonicNs());
    }
  }
}
