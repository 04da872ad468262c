package dev.tapewire.sender;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.metric.SenderCounter;
import dev.tapewire.common.session.DeliveryKey;
import dev.tapewire.common.session.DestinationName;
import dev.tapewire.common.session.DirectoryLock;
import dev.tapewire.common.session.Liveness;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.time.Clock;
import dev.tapewire.sender.delivery.Delivery;
import dev.tapewire.sender.delivery.ServiceTerms;
import dev.tapewire.sender.delivery.State;
import dev.tapewire.sender.link.ServiceChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * One session while this process delivers it: the delivery and the files that go with it. Confined
 * to the agent thread.
 */
final class Shipment implements AutoCloseable {
  private final SessionPaths paths;
  private final String key;
  private final Object incarnation;
  private final DirectoryLock lock;
  private final SplitCheckpoint split;
  private final CounterFile<SenderCounter> counters;
  private final Delivery delivery;
  private final Backfill backfill;

  /** Null but for a speech service. */
  private final ServiceReplies replies;

  private final Liveness liveness;
  private final long frameNs;
  private boolean live;
  private boolean worked;
  private boolean heldUp;
  private long sentPosition;
  private long firstSentSamples;
  private long notLiveSinceNs;

  private Shipment(
      SessionPaths paths,
      String key,
      DirectoryLock lock,
      SplitCheckpoint split,
      CounterFile<SenderCounter> counters,
      Delivery delivery,
      Backfill backfill,
      ServiceReplies replies)
      throws IOException {
    this.key = key;
    this.incarnation = fileKey(paths.sendLock(key));
    this.replies = replies;
    this.paths = paths;
    this.lock = lock;
    this.split = split;
    this.counters = counters;
    this.delivery = delivery;
    this.backfill = backfill;
    this.liveness = new Liveness(paths);
    this.frameNs = delivery.header().format().toNs(delivery.header().frameSamples());
    this.sentPosition = delivery.sentPosition();
  }

  /**
   * Opens a session for delivery; it is addressed to the destination from now on.
   *
   * @return null if another sender delivers it there
   * @throws dev.tapewire.common.error.TapewireException if its tape can't be opened
   */
  static Shipment open(SessionPaths paths, SenderContext context) {
    SendSettings settings = context.settings();
    TapeReader tape = Tape.openReader(paths, settings.tapeKey());
    String key = DeliveryKey.choose(paths, settings.destination(), tape.header().to());
    DirectoryLock lock = null;
    try {
      check(settings.approach().service(), tape);
      paths.check(paths.destination(key));
      makeDirectory(paths.destinations());
      makeDirectory(paths.destination(key));
      lock = DirectoryLock.tryAcquire(paths.sendLock(key));
      if (lock == null || !DeliveryKey.isFree(paths, key, settings.destination())) {
        release(tape, lock);
        return null;
      }
      OwnFiles.sweep(paths.destination(key));
      if (!isNamed(paths.destinationName(key), key, settings.destination().name())) {
        DestinationName.write(paths.destinationName(key), settings.destination().name());
      }
      return open(paths, key, context, tape, lock);
    } catch (IOException e) {
      release(tape, lock);
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      release(tape, lock);
      throw e;
    }
  }

  private static boolean isNamed(Path file, String key, String name) {
    return DestinationName.read(file, key)
        .filter(new DestinationName(name, true)::equals)
        .isPresent();
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
      SessionPaths paths, String key, SenderContext context, TapeReader tape, DirectoryLock lock)
      throws IOException {
    SendSettings settings = context.settings();
    CounterFile<SenderCounter> counters =
        CounterFile.openWriter(paths.sendCounters(key), SenderCounter.class);
    SplitCheckpoint split = SplitCheckpoint.open(paths, key, tape);
    DeliveryStart start = DeliveryStart.of(paths, key, split.whole(), tape, context.log());
    ServiceReplies replies = ServiceReplies.open(paths, key, settings, context.clock());
    ServiceTerms terms = replies == null ? null : replies.terms(settings, split);
    Lanes lanes = new Lanes(paths, context, start, split, counters, terms);
    return new Shipment(
        paths, key, lock, split, counters, lanes.live(tape), new Backfill(lanes), replies);
  }

  SessionPaths paths() {
    return paths;
  }

  /** {@return whether the user said that the session is not owed there any more} */
  boolean isAbandoned() {
    return paths.abandoned(key).isSet();
  }

  /**
   * {@return whether its session is gone, by its name another or none is there now} The lock file
   * is held open, so no other file can have its identity.
   */
  boolean isGone() {
    try {
      return !Objects.equals(incarnation, fileKey(paths.sendLock(key)));
    } catch (NoSuchFileException gone) {
      return true;
    } catch (IOException e) {
      return false; // Not known now; the next look tells.
    }
  }

  private static Object fileKey(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /** {@return the delivery that goes to the session's end} */
  Delivery delivery() {
    return delivery;
  }

  /** Does what there is to do now, sending nothing on {@code hold}. {@return whether there was} */
  boolean work(boolean hold, long nowNs) {
    delivery.hold(hold);
    worked = delivery.work(nowNs);
    worked |= backfill.work(delivery, hold, nowNs);
    heldUp = delivery.isHeldUp() || (backfill.delivery() != null && backfill.delivery().isHeldUp());
    if (delivery.sentPosition() > sentPosition) {
      firstSentSamples += delivery.sentPosition() - sentPosition;
      sentPosition = delivery.sentPosition();
    }
    return worked;
  }

  /** {@return whether it has something to do that no ring and no event tells of} */
  boolean isRestless() {
    return heldUp || hasMore() || backfill.delivery() != null;
  }

  /** {@return whether the last {@link #work} did not take all there was} */
  boolean hasMore() {
    return worked && !isDry();
  }

  /** Says whether more may be recorded; see {@link Delivery#drain}. */
  void drain(boolean draining) {
    delivery.drain(draining);
    if (backfill.delivery() != null) {
      backfill.delivery().drain(draining);
    }
  }

  /** Told to stop, it does not wait for the end of what is still recorded. */
  void stopping(boolean stopping) {
    delivery.bound(stopping && live);
  }

  /** {@return the delivery that the end of this shipment waits for} */
  private Delivery last() {
    boolean gap = backfill.delivery() != null && delivery.state() == State.DONE;
    return gap || gapWasCutBack() ? backfill.delivery() : delivery;
  }

  /** Anything else that ends the gap holds the live one back as little as the gap itself does. */
  private boolean gapWasCutBack() {
    return backfill.delivery() != null && wasCutBack(backfill.delivery());
  }

  /** {@return whether all that was on the tape a moment ago was taken} */
  private boolean isDry() {
    return delivery.isDry() && backfill.delivery() == null;
  }

  /** {@return whether at the last {@link #work} something waited that no event will tell of} */
  boolean isHeldUp() {
    return heldUp;
  }

  /** {@return whether nothing is left to deliver} */
  boolean isDone() {
    return delivery.state() == State.DONE && !backfill.owes();
  }

  /** {@return whether it was at the end, gaps apart, and more is recorded: it is to open anew} */
  boolean isLeftBehind() {
    return live && delivery.state() == State.DONE && !split.live().load().complete();
  }

  /** {@return why it can't go on, or null} */
  String failure() {
    return last().failure();
  }

  /** {@return whether its tape was cut back and went on: who opens it anew can, too} */
  boolean tapeWasCutBack() {
    return wasCutBack(last());
  }

  private static boolean wasCutBack(Delivery delivery) {
    return delivery.fault() != null && delivery.fault().cutBack();
  }

  /** {@return whether it failed where a later life of capture would record anew} */
  boolean isRecordedOver() {
    return last().fault() != null && last().fault().recordedOver();
  }

  /** {@return the answer that can't be expected to get better, or null} */
  String refusal() {
    return last().refusal();
  }

  /** {@return what broke the last link, or null if there is a good one} */
  String trouble() {
    return last().trouble();
  }

  /** {@return when something new was confirmed; MIN_VALUE: never} */
  long confirmedNs() {
    Delivery gap = backfill.delivery();
    return Math.max(delivery.confirmedNs(), gap == null ? Long.MIN_VALUE : gap.confirmedNs());
  }

  /** {@return how long the audio lasts that was sent for the first time since the last call} */
  long takeFirstSentNs() {
    long taken = delivery.header().format().toNs(firstSentSamples);
    firstSentSamples = 0;
    return taken;
  }

  /** {@return how far all is confirmed} */
  Checkpoint confirmed() {
    return split.whole();
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
    split.recording(live);
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
    Checkpoint confirmed = confirmed();
    Delivery oldest = backfill.delivery() == null ? delivery : backfill.delivery();
    long oldestNs = oldest.oldestUnconfirmedNs();
    counters.set(SenderCounter.PID, ProcessHandle.current().pid());
    counters.set(SenderCounter.BEAT_EPOCH_NS, clock.epochNs());
    counters.set(SenderCounter.BEAT_NS, clock.monotonicNs());
    counters.set(SenderCounter.LINK_STATE, last().linkState().ordinal());
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
    backfill.close();
    LinkState last = confirmed().complete() ? LinkState.DONE : LinkState.OFF;
    counters.set(SenderCounter.LINK_STATE, last.ordinal());
    counters.close();
    if (replies != null) {
      replies.close();
    }
    split.close();
    lock.close();
  }
}
