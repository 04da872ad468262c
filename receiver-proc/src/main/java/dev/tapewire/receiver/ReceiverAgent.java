package dev.tapewire.receiver;

import dev.tapewire.common.agent.Mailbox;
import dev.tapewire.common.time.Clock;
import dev.tapewire.receiver.link.Link;
import dev.tapewire.receiver.link.LinkListener;
import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.Receptions;
import dev.tapewire.receiver.reception.Track;
import dev.tapewire.receiver.store.CommitListener;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The one thread that owns all state of a receiver. The network's threads and the sync thread leave
 * events in its mailbox and wait while it is full. Its listeners are safe for use by any thread;
 * all else is confined to the agent thread.
 */
final class ReceiverAgent implements LinkListener, CommitListener {
  /**
   * Events that wait. Four times the messages at which reading stops, for those that were read
   * already; only floods of empty messages make the network's thread wait.
   */
  private static final int MAILBOX_EVENTS = 16_384;

  /** Events between two looks at the clock. */
  private static final int EVENTS_A_STEP = 64;

  /** A fifth of the time after which a group is due. */
  private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A look at all deliveries; each message sees to its own before that. */
  private static final long ROUND_NS = TimeUnit.MILLISECONDS.toNanos(5);

  /** A stop is over by then, whatever the disk does: an orphan has two seconds. */
  private static final long STOP_NS_MAX = TimeUnit.MILLISECONDS.toNanos(1200);

  private final Mailbox<Event> mailbox = new Mailbox<>(MAILBOX_EVENTS);
  private final Clock clock;
  private long roundNs = Long.MIN_VALUE / 2;

  ReceiverAgent(Clock clock) {
    this.clock = clock;
  }

  /** Something that another thread tells. */
  @FunctionalInterface
  private interface Event {
    void on(Receptions receptions, long nowNs);
  }

  /** Serves until {@code stop}, then makes everything durable. {@return whether it could} */
  boolean run(Receptions receptions, BooleanSupplier stop) throws InterruptedException {
    while (!stop.getAsBoolean()) {
      step(receptions);
    }
    long giveUpNs = clock.monotonicNs() + STOP_NS_MAX;
    receptions.stop(clock.monotonicNs());
    while (!receptions.stopped() && clock.monotonicNs() < giveUpNs) {
      step(receptions);
    }
    return receptions.stopped();
  }

  private void step(Receptions receptions) throws InterruptedException {
    Event event = mailbox.poll(STEP_NS);
    for (int i = 0; event != null && i < EVENTS_A_STEP; i++) {
      event.on(receptions, clock.monotonicNs());
      event = mailbox.poll();
    }
    if (event != null) {
      event.on(receptions, clock.monotonicNs());
    }
    long nowNs = clock.monotonicNs();
    if (nowNs - roundNs >= ROUND_NS) {
      roundNs = nowNs;
      receptions.step(nowNs);
    }
  }

  @Override
  public void opened(Link link, boolean plain) {
    if (plain) {
      post((receptions, nowNs) -> receptions.openedPlain(link, nowNs));
    } else {
      post((receptions, nowNs) -> receptions.opened(link, nowNs));
    }
  }

  @Override
  public void text(Link link, String text) {
    post(
        (receptions, nowNs) -> {
          receptions.text(link, text, nowNs);
          link.taken(text.length());
        });
  }

  @Override
  public void binary(Link link, byte[] message) {
    post(
        (receptions, nowNs) -> {
          receptions.binary(link, message, nowNs);
          link.taken(message.length);
        });
  }

  @Override
  public void closed(Link link) {
    post((receptions, nowNs) -> receptions.closed(link, nowNs));
  }

  @Override
  public void committed(Track track, Commit commit, IOException failure) {
    post((receptions, nowNs) -> receptions.committed(track, commit, failure, nowNs));
  }

  private void post(Event event) {
    try {
      mailbox.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The process ends; nobody reads the mailbox any more.
    }
  }
}
