package dev.tapewire.sender;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.process.StreamLimit;
import dev.tapewire.common.session.DeliveryKey;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.DirectoryLock;
import dev.tapewire.common.session.Liveness;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.sender.link.ServiceChoice;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The sessions that this process delivers now: all that are being recorded, and beside them a few
 * of those that were left from earlier. Confined to the agent thread.
 */
final class Shipments {
  /** Earlier sessions that are delivered at once, beside the live ones. */
  static final int BACKLOG_MAX = 4;

  /** A capture process that was restarted is back by then. */
  private static final long SETTLE_NS = TimeUnit.SECONDS.toNanos(2);

  /** A session that is just being made has no readable tape for a moment. */
  private static final long UNREADABLE_NS_MAX = TimeUnit.SECONDS.toNanos(5);

  /** Its reason may pass, such as a directory's permissions; meanwhile it costs next to nothing. */
  private static final long UNREADABLE_RETRY_NS = TimeUnit.MINUTES.toNanos(1);

  /**
   * Open files of one session: 5 were counted ({@code ls /proc/PID/fd}: two of the tape, the lock,
   * the connection, who records it), 6 while the tape goes on in its next file.
   */
  static final int SESSION_FILES = 6;

  /** What is kept of a service's replies takes four more. */
  static final int SERVICE_SESSION_FILES = SESSION_FILES + 4;

  /** A gap has a tape's reader and a connection of its own. */
  static final int GAP_FILES = 4;

  private final SenderContext context;
  private final StreamLimit room;
  private final AddressBook addresses;
  private final List<Shipment> open = new ArrayList<>();

  /** Each as it was when it was let go: one of the same name that looks otherwise is another. */
  private final Map<String, Incarnation> finished = new HashMap<>();

  private final Map<String, Long> unreadableSinceNs = new HashMap<>();
  private final Map<String, Long> triedAgainNs = new HashMap<>();
  private final Map<String, String> owed = new HashMap<>();
  private long lookedNs = Long.MIN_VALUE;

  /** When something new was confirmed of those that are let go. */
  private long confirmedNs = Long.MIN_VALUE;

  /** Interrupted sessions of which all is confirmed, with the last sign of their capture. */
  private final Map<String, Long> settledAtBeat = new HashMap<>();

  Shipments(SenderContext context, long filesMax) {
    this.context = context;
    SendSettings settings = context.settings();
    int files = files(settings.approach().service());
    this.room = new StreamLimit("sessions", filesMax, StreamLimit.PROCESS_FILES, files);
    this.addresses = new AddressBook(settings.tapes(), settings.destination(), context.log());
  }

  private static int files(ServiceChoice service) {
    if (service == null) {
      return SESSION_FILES;
    }
    return SERVICE_SESSION_FILES + (service.catchUp().gapFollows() ? GAP_FILES : 0);
  }

  /** {@return the sessions that are being delivered} */
  List<Shipment> open() {
    return open;
  }

  /** {@return sessions that can't be delivered, with the reason} */
  Map<String, String> owed() {
    return owed;
  }

  /** {@return when something new was confirmed of any; MIN_VALUE: never} */
  long confirmedNs() {
    open.forEach(shipment -> confirmedNs = Math.max(confirmedNs, shipment.confirmedNs()));
    return confirmedNs;
  }

  /** {@return whether there was a look at or after {@code sinceNs}} */
  boolean lookedSince(long sinceNs) {
    return lookedNs >= sinceNs;
  }

  /** Looks who is recorded, lets go who is done, takes on who is new. */
  void look(long nowNs, boolean stopping) {
    lookedNs = nowNs;
    for (Shipment shipment : List.copyOf(open)) {
      guard(shipment, nowNs, () -> look(shipment, nowNs, stopping));
    }
    forgetWhatIsGone();
    for (SessionPaths paths : wanted(nowNs)) {
      if (isCandidate(paths, stopping, nowNs)) {
        takeOn(paths, nowNs, stopping);
      }
    }
  }

  private void look(Shipment shipment, long nowNs, boolean stopping) {
    if (shipment.isGone()) {
      letGoWhatIsGone(shipment);
      return;
    }
    shipment.look(nowNs);
    if (shipment.isAbandoned()) {
      abandon(shipment);
      return;
    }
    if (!stopping && shipment.isLeftBehind()) {
      shipment.close();
      open.remove(shipment);
      return;
    }
    shipment.drain(stopping || shipment.notLiveNs(nowNs) > SETTLE_NS);
    shipment.stopping(stopping);
    letGoIfDone(shipment);
  }

  /**
   * Does something with one session. What fails there ends its delivery for now, and no other: it
   * is tried again in a minute.
   */
  void guard(Shipment shipment, long nowNs, Runnable what) {
    try {
      what.run();
    } catch (RuntimeException e) {
      if (context.settings().session() != null) {
        throw e;
      }
      open.remove(shipment);
      String reason = IoReason.withFile(e);
      context.log().detail(shipment.paths().id() + ": " + e);
      putOff(shipment.paths().id(), reason, nowNs);
      closeQuietly(shipment);
    }
  }

  /** What failed once may fail again as it is let go. */
  private void closeQuietly(Shipment shipment) {
    try {
      shipment.close();
    } catch (RuntimeException e) {
      context.log().detail(shipment.paths().id() + ": " + e);
    }
  }

  private List<SessionPaths> wanted(long nowNs) {
    String session = context.settings().session();
    return session == null
        ? addresses.find(nowNs)
        : List.of(SessionPaths.of(context.settings().tapes(), session));
  }

  /** On the way out, what was at its end once is not opened anew for what is recorded since. */
  private boolean isCandidate(SessionPaths paths, boolean stopping, long nowNs) {
    String id = paths.id();
    if (nowNs < triedAgainNs.getOrDefault(id, nowNs)) {
      return false;
    }
    if (isFinished(paths) || open.stream().anyMatch(s -> s.paths().id().equals(id))) {
      return false;
    }
    Long beat = settledAtBeat.get(id);
    boolean settled = beat != null && (stopping || beat == new Liveness(paths).lastBeatEpochNs());
    return !settled && mayBegin(paths);
  }

  /** Not if it is abandoned, nor if another that was called so once has its directory. */
  private boolean mayBegin(SessionPaths paths) {
    Destination to = context.settings().destination();
    String key = DeliveryKey.find(paths, to);
    if (key == null) {
      return context.settings().session() != null
          || !Files.isDirectory(paths.destination(to.key()));
    }
    return !paths.abandoned(key).isSet();
  }

  private boolean isFinished(SessionPaths paths) {
    Incarnation then = finished.get(paths.id());
    if (then != null && !then.equals(Incarnation.of(paths))) {
      finished.remove(paths.id());
      return false;
    }
    return then != null;
  }

  private void finish(SessionPaths paths) {
    finished.put(paths.id(), Incarnation.of(paths));
    owed.remove(paths.id());
  }

  /** Nothing is owed of what is not there any more. */
  private void forgetWhatIsGone() {
    Path tapes = context.settings().tapes();
    Set<String> known = new HashSet<>(owed.keySet());
    known.addAll(settledAtBeat.keySet());
    known.addAll(unreadableSinceNs.keySet());
    known.addAll(triedAgainNs.keySet());
    for (String id : known) {
      if (!Files.isDirectory(SessionPaths.of(tapes, id).directory())) {
        forget(id);
      }
    }
  }

  private void forget(String id) {
    finished.remove(id);
    owed.remove(id);
    settledAtBeat.remove(id);
    unreadableSinceNs.remove(id);
    triedAgainNs.remove(id);
  }

  private void letGoWhatIsGone(Shipment shipment) {
    String id = shipment.paths().id();
    open.remove(shipment);
    context.log().info(id + " is gone; no more of it is sent");
    closeQuietly(shipment);
    forget(id);
  }

  private void abandon(Shipment shipment) {
    String id = shipment.paths().id();
    context.log().info(id + ": no more of it is sent; it was abandoned, or has not one sample");
    shipment.publish(context.clock());
    shipment.close();
    open.remove(shipment);
    owed.remove(id);
  }

  private void takeOn(SessionPaths paths, long nowNs, boolean stopping) {
    if (open.size() >= room.max()) {
      return; // It waits until another is done; the limit of open files would end all.
    }
    boolean isLive = new Liveness(paths).isRecording(nowNs);
    if (!isLive && backlog() >= BACKLOG_MAX) {
      return;
    }
    Shipment shipment = openOrTell(paths, nowNs, stopping);
    if (shipment != null) {
      settledAtBeat.remove(paths.id());
      owed.remove(paths.id());
      shipment.look(nowNs);
      open.add(shipment);
      room.look(open.size(), context.log());
      letGoIfDone(shipment);
    }
  }

  /** {@return earlier sessions under way; one that was refused holds no other back} */
  private long backlog() {
    return open.stream().filter(s -> !s.live() && s.refusal() == null).count();
  }

  private Shipment openOrTell(SessionPaths paths, long nowNs, boolean stopping) {
    if (context.settings().session() == null && !Files.isDirectory(paths.directory())) {
      return null; // Deleted since it was found.
    }
    try {
      Shipment shipment = Shipment.open(paths, context);
      if (shipment == null && context.settings().session() != null) {
        throw heldElsewhere(paths);
      }
      unreadableSinceNs.remove(paths.id());
      triedAgainNs.remove(paths.id());
      return shipment;
    } catch (UncheckedIOException e) {
      if (context.settings().session() != null) {
        throw e;
      }
      // A disk may get better; meanwhile the other sessions go on.
      if (owed.put(paths.id(), IoReason.withFile(e)) == null) {
        context.log().warn(paths.id() + ": " + IoReason.withFile(e) + "; tried again and again", e);
      }
      return null;
    } catch (RuntimeException e) { // Whatever is wrong with it is wrong with it alone.
      if (context.settings().session() != null) {
        throw e;
      }
      if (Delivered.isAll(paths, context.settings().destination())) {
        settle(paths); // That it can't be opened is nothing that the destination misses.
        return null;
      }
      long sinceNs = unreadableSinceNs.computeIfAbsent(paths.id(), id -> nowNs);
      if (stopping || nowNs - sinceNs > UNREADABLE_NS_MAX) {
        putOff(paths.id(), IoReason.withFile(e), nowNs);
      }
      return null;
    }
  }

  /** All of it is confirmed; only if more is recorded is there more to do. */
  private void settle(SessionPaths paths) {
    unreadableSinceNs.remove(paths.id());
    triedAgainNs.remove(paths.id());
    finish(paths);
    settledAtBeat.put(paths.id(), new Liveness(paths).lastBeatEpochNs());
  }

  private TapewireException heldElsewhere(SessionPaths paths) {
    Destination to = context.settings().destination();
    String key = DeliveryKey.find(paths, to);
    return TapewireException.failed(
        "session "
            + paths.id()
            + " is being delivered to "
            + to.name()
            + " by process "
            + DirectoryLock.holder(paths.sendLock(key == null ? to.key() : key))
            + " already");
  }

  private void putOff(String session, String reason, long nowNs) {
    triedAgainNs.put(session, nowNs + UNREADABLE_RETRY_NS);
    if (!reason.equals(owed.put(session, reason))) {
      context.log().warn(session + ": " + reason + "; trying once a minute");
    }
  }

  private void letGoIfDone(Shipment shipment) {
    confirmedNs = Math.max(confirmedNs, shipment.confirmedNs());
    Checkpoint confirmed = shipment.confirmed();
    String id = shipment.paths().id();
    if (shipment.tapeWasCutBack()) {
      context.log().info(id + " is read anew");
    } else if (shipment.failure() != null) {
      if (shipment.isRecordedOver()) {
        settledAtBeat.put(id, shipment.lastBeatEpochNs());
      } else {
        finished.put(id, Incarnation.of(shipment.paths()));
      }
      owed.put(id, shipment.failure());
    } else if (!shipment.isDone()) {
      return;
    } else if (confirmed.complete()) {
      finish(shipment.paths());
    } else {
      settledAtBeat.put(id, shipment.lastBeatEpochNs());
      if (shipment.live()) {
        owed.put(id, "it is still being recorded");
      }
    }
    shipment.publish(context.clock());
    shipment.close();
    open.remove(shipment);
  }

  /** Writes the live figures of all. */
  void publish() {
    open.forEach(shipment -> shipment.publish(context.clock()));
  }

  /** Lets all go as they are; every checkpoint is safe. */
  void close() {
    publish();
    open.forEach(this::closeQuietly);
    open.clear();
  }
}
