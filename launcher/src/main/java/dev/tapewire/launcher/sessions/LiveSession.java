package dev.tapewire.launcher.sessions;

import com.google.gson.JsonObject;
import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.process.ProcessFile;
import dev.tapewire.common.session.Liveness;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.time.Clock;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * A session that a capture process records, and how that process is told of a pause: by a mark
 * beside the tape, and it tells back in its figures. Confined to the main thread.
 */
final class LiveSession {
  private static final long POLL_MS = 20;

  /** Capture looks every 100 ms; a machine may be busy, and a capture that died comes back. */
  private static final long TOLD_NS_MAX = 15_000_000_000L;

  private final Path tapes;
  private final boolean recorded;
  private final Clock clock = new SystemClock();
  private SessionPaths paths;

  private LiveSession(Path tapes, String id, boolean recorded) {
    this.tapes = tapes;
    this.paths = SessionPaths.of(tapes, id);
    this.recorded = recorded;
  }

  /**
   * {@return the session {@code id}; if that is null, the one that is being recorded}
   *
   * @throws TapewireException if there is no such session, or not one alone
   */
  static LiveSession choose(CommonOptions common, String id) {
    Path tapes = common.tapes();
    SessionCatalog catalog = new SessionCatalog(tapes, common.log());
    if (id != null) {
      SessionView view = catalog.get(lastPart(tapes, SessionId.check(id)));
      return new LiveSession(tapes, view.summary().id(), isRecorded(tapes, view));
    }
    List<String> live =
        catalog.list().stream()
            .filter(view -> isRecorded(tapes, view))
            .map(view -> view.summary().id())
            .toList();
    if (live.size() != 1) {
      String which = live.isEmpty() ? "no session is" : live.size() + " sessions are";
      String advice =
          live.isEmpty() ? "" : "; name one of: " + String.join(" ", new TreeSet<>(live));
      throw TapewireException.failed(which + " being recorded under " + tapes + advice);
    }
    return new LiveSession(tapes, live.get(0), true);
  }

  /**
   * {@return whether a capture process records it, or is about to: one that was killed a moment ago
   * is started again by its supervisor}
   */
  static boolean isRecorded(Path tapes, SessionView view) {
    String id = view.summary().id();
    return view.state() == SessionView.State.RECORDING
        || (view.state() == SessionView.State.INTERRUPTED
            && ProcessFile.live(tapes).stream().anyMatch(process -> records(process, tapes, id)));
  }

  private static boolean records(JsonObject process, Path tapes, String id) {
    return process.has("session")
        && SessionParts.first(tapes, process.get("session").getAsString())
            .equals(SessionParts.first(tapes, id));
  }

  /** A recording that is split is named by any of its sessions. */
  private static String lastPart(Path tapes, String id) {
    List<SessionPaths> parts = SessionParts.of(tapes, id);
    return parts.isEmpty() ? id : parts.get(parts.size() - 1).id();
  }

  String id() {
    return paths.id();
  }

  /** {@return whether a capture process records it, or is about to again} */
  boolean isRecorded() {
    return recorded;
  }

  /**
   * Pauses it and waits until capture does so.
   *
   * @throws TapewireException failed: capture did not tell that it does
   */
  void pause() throws IOException, InterruptedException {
    paths.paused().set();
    if (!awaitTold(1)) {
      throw TapewireException.failed(
          "no capture process took the pause of session "
              + id()
              + " yet; the next moment that one runs it is paused, `tapewire resume "
              + id()
              + "` takes that back");
    }
  }

  /** Ends its pause and waits until capture goes on. {@return whether it was paused} */
  boolean resume() throws IOException, InterruptedException {
    boolean was = paths.paused().clear();
    if (was && recorded && !awaitTold(0)) {
      throw TapewireException.failed(
          "no capture process goes on with session " + id() + " yet; the pause is taken back");
    }
    return was;
  }

  private boolean awaitTold(long paused) throws IOException, InterruptedException {
    long untilNs = clock.monotonicNs() + TOLD_NS_MAX;
    Liveness liveness = new Liveness(paths);
    while (clock.monotonicNs() < untilNs) {
      // In this order: a new life takes back what a dead one told before it shows itself.
      if (liveness.isRecording(clock.monotonicNs()) && told() == paused) {
        return true;
      }
      if (paused == 1 && hasMovedOn()) {
        paths.paused().set();
        liveness = new Liveness(paths);
      }
      Thread.sleep(POLL_MS);
    }
    return false;
  }

  /** Capture went on in a new session before it saw the mark. */
  private boolean hasMovedOn() throws IOException {
    String now = lastPart(tapes, id());
    if (now.equals(id())) {
      return false;
    }
    paths.paused().clear();
    paths = SessionPaths.of(tapes, now);
    return true;
  }

  private long told() throws IOException {
    CounterFile<CaptureCounter> counters =
        CounterFile.openReader(paths.captureCounters(), CaptureCounter.class);
    return counters == null ? -1 : counters.get(CaptureCounter.PAUSED);
  }
}
