package dev.tapewire.sender;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.checkpoint.CheckpointStore;
import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.metric.SenderCounter;
import dev.tapewire.common.session.DirectoryLock;
import dev.tapewire.common.session.Liveness;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.time.Clock;
import dev.tapewire.sender.delivery.Delivery;
import dev.tapewire.sender.delivery.DeliveryParts;
import dev.tapewire.sender.delivery.Pacing;
import dev.tapewire.sender.delivery.Plan;
import dev.tapewire.sender.delivery.SentMark;
import dev.tapewire.sender.delivery.ServiceTerms;
import dev.tapewire.sender.link.ServiceChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One session while this process delivers it: the delivery and the files that go with it. Confined
 * to the agent thread.
 */
final class Shipment implements AutoCloseable {
  private final SessionPaths paths;
  private final DirectoryLock lock;
  private final CheckpointStore store;
  private final CounterFile<SenderCounter> counters;
  private final Delivery delivery;

  /** Null but for a speech service. */
  private final ServiceReplies replies;

  private final Liveness liveness;
  private final long frameNs;
  private boolean live;
  private long notLiveSinceNs;

  private Shipment(
      SessionPaths paths,
      DirectoryLock lock,
      CheckpointStore store,
      CounterFile<SenderCounter> counters,
      Delivery delivery,
      ServiceReplies replies) {
    this.replies = replies;
    this.paths = paths;
    this.lock = lock;
    this.store = store;
    this.counters = counters;
    this.delivery = delivery;
    this.liveness = new Liveness(paths);
    this.frameNs = delivery.frameNs();
  }

  /**
   * Opens a session for delivery; it is addressed to the destination from now on.
   *
   * @return null if another sender delivers it there
   * @throws dev.tapewire.common.error.TapewireException if its tape can't be opened
   */
  static Shipment open(SessionPaths paths, SenderContext context) {
    SendSettings settings = context.settings();
    String key = settings.destination().key();
    TapeReader tape = Tape.openReader(paths, settings.tapeKey());
    DirectoryLock lock = null;
    try {
      check(settings.approach().service(), tape);
      makeDirectory(paths.destinations());
      makeDirectory(paths.destination(key));
      lock = DirectoryLock.tryAcquire(paths.sendLock(key));
      if (lock == null) {
        tape.close();
        return null;
      }
      Files.writeString(paths.destinationName(key), settings.destination().name());
      return open(paths, context, tape, lock);
    } catch (IOException e) {
      release(tape, lock);
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      release(tape, lock);
      throw e;
    }
  }

  private static void check(ServiceChoice service, TapeReader tape) {
    if (service != null) {
      ServiceTerms.check(service.service(), service.settings(), tape.header().format());
    }
  }

  /** Not its parents: a session that was deleted meanwhile must not come back as a shell. */
  private static void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory);
    }
  }

  private static void release(TapeReader tape, DirectoryLock lock) {
    tape.close();
    if (lock != null) {
      lock.close();
    }
  }

  private static Shipment open(
      SessionPaths paths, SenderContext context, TapeReader tape, DirectoryLock lock)
      throws IOException {
    SendSettings settings = context.settings();
    String key = settings.destination().key();
    CounterFile<SenderCounter> counters =
        CounterFile.openWriter(paths.sendCounters(key), SenderCounter.class);
    CheckpointStore store = MappedCheckpointStore.open(paths.checkpoint(key));
    DeliveryStart start = DeliveryStart.of(paths, key, store.load(), tape, context.log());
    ServiceReplies replies = ServiceReplies.open(paths, settings, context.clock());
    AtomicReference<Delivery> self = new AtomicReference<>();
    Delivery delivery =
        new Delivery(
            new DeliveryParts(
                Plan.from(start.number(), start.position(), settings.joinBytesMax()),
                tape,
                store,
                context.inbox().linksFor(self),
                Pacing.FLAT_OUT,
                settings.destination().profile(),
                context.random(),
                replies == null ? null : replies.terms(settings)),
            paths.id() + " to " + settings.destination().name(),
            new SentMark(
                counters.get(SenderCounter.SENT_SAMPLES),
                position -> counters.set(SenderCounter.SENT_SAMPLES, position)),
            context.log());
    self.set(delivery);
    return new Shipment(paths, lock, store, counters, delivery, replies);
  }

  SessionPaths paths() {
    return paths;
  }

  Delivery delivery() {
    return delivery;
  }

  /** {@return how long a full frame lasts} */
  long frameNs() {
    return frameNs;
  }

  /** {@return whether the session is being recorded, as of the last {@link #look}} */
  boolean live() {
    return live;
  }

  /** {@return UTC ns of the last sign of a capture process} */
  long lastBeatEpochNs() {
    return liveness.lastBeatEpochNs();
  }

  /** Looks whether the session is being recorded. */
  void look(long nowNs) {
    boolean before = live;
    live = liveness.isRecording(nowNs);
    if (live || before || notLiveSinceNs == 0) {
      notLiveSinceNs = nowNs;
    }
  }

  /** {@return for how long nobody has been recording the session, ns} */
  long notLiveNs(long nowNs) {
    return live ? 0 : nowNs - notLiveSinceNs;
  }

  /** Writes the live figures. */
  void publish(Clock clock) {
    Checkpoint confirmed = delivery.checkpoint();
    long oldestNs = delivery.oldestUnconfirmedNs();
    counters.set(SenderCounter.PID, ProcessHandle.current().pid());
    counters.set(SenderCounter.BEAT_EPOCH_NS, clock.epochNs());
    counters.set(SenderCounter.LINK_STATE, delivery.linkState().ordinal());
    counters.set(SenderCounter.CONFIRMED_SAMPLES, confirmed.position());
    counters.set(
        SenderCounter.LAG_NS, oldestNs == 0 ? 0 : Math.max(0, clock.monotonicNs() - oldestNs));
    counters.set(SenderCounter.CONNECTS, delivery.connects());
    counters.set(SenderCounter.GUARANTEE, delivery.guarantee().ordinal());
    counters.set(SenderCounter.COMPLETE, confirmed.complete() ? 1 : 0);
    long resumes = delivery.takeResumesWithWindow();
    if (resumes > 0) {
      counters.set(
          SenderCounter.RESUMES_WITH_WINDOW,
          counters.get(SenderCounter.RESUMES_WITH_WINDOW) + resumes);
    }
  }

  @Override
  public void close() {
    delivery.close();
    LinkState last = delivery.checkpoint().complete() ? LinkState.DONE : LinkState.OFF;
    counters.set(SenderCounter.LINK_STATE, last.ordinal());
    counters.close();
    if (replies != null) {
      replies.close();
    }
    store.close();
    lock.close();
  }
}
