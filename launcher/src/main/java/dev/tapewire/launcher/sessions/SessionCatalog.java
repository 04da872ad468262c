package dev.tapewire.launcher.sessions;

import com.google.gson.JsonObject;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.process.ProcessFile;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.time.Clock;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * The sessions of a tapes directory, as they stand now: read without disturbing the processes that
 * record and send them. Confined to one thread.
 */
public final class SessionCatalog {
  private final Path tapes;
  private final Log log;
  private final Clock clock;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** Reads {@code tapes}; sessions that can't be read are told to {@code log}. */
  public SessionCatalog(Path tapes, Log log) {
    this(tapes, log, new SystemClock());
  }

  /** The same, with ages by {@code clock}. */
  SessionCatalog(Path tapes, Log log, Clock clock) {
    this.tapes = tapes;
    this.log = log;
    this.clock = clock;
  }

  /** {@return every session, oldest first} */
  public List<SessionView> list() {
    List<SessionPaths> found = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(tapes)) {
      for (Path directory : directories) {
        String id = directory.getFileName().toString();
        if (SessionId.isValid(id) && isSession(new SessionPaths(directory))) {
          found.add(new SessionPaths(directory));
        }
      }
    } catch (NoSuchFileException noneYet) {
      return List.of();
    } catch (AccessDeniedException e) {
      throw TapewireException.failed("can't read " + tapes + ": permission denied", e);
    } catch (IOException e) {
      throw TapewireException.failed("can't read " + tapes + ": " + IoReason.of(e), e);
    }
    Set<Long> live = livePids();
    return found.parallelStream() // Of many sessions each is a few small files.
        .flatMap(paths -> view(paths, live).stream())
        .sorted(Comparator.comparingLong(view -> view.summary().startedEpochNs()))
        .toList();
  }

  /** {@return one session, or empty: there is none, or it can't be read} */
  public Optional<SessionView> find(String id) {
    return view(SessionPaths.of(tapes, id), livePids());
  }

  /**
   * {@return one session}
   *
   * @throws TapewireException failed, if there is none, or it can't be read
   */
  public SessionView get(String id) {
    SessionPaths paths = SessionPaths.of(tapes, id);
    if (isSession(paths)) {
      try {
        return look(paths, livePids());
      } catch (NoSuchFileException gone) {
        throw none(id);
      } catch (IOException | RuntimeException e) {
        String why = IoReason.withFile(e);
        throw TapewireException.failed("session " + id + " can't be read: " + why, e);
      }
    }
    throw none(id);
  }

  private TapewireException none(String id) {
    return TapewireException.failed(
        "no session '" + id + "' in " + tapes + "; `tapewire sessions` lists them");
  }

  private static SessionView.State state(SessionSummary summary, boolean recording) {
    if (summary.ended() && !summary.sourceFailed()) {
      return SessionView.State.COMPLETE;
    }
    return recording && !summary.ended()
        ? SessionView.State.RECORDING
        : SessionView.State.INTERRUPTED;
  }

  /** One that goes while it is looked at is none. */
  private static boolean isSession(SessionPaths paths) {
    try {
      return Files.isDirectory(paths.directory()) && Tape.isSession(paths);
    } catch (UncheckedIOException gone) {
      return false;
    }
  }

  private Set<Long> livePids() {
    return ProcessFile.live(tapes, this::passedOver).stream()
        .map((JsonObject process) -> process.get("pid").getAsLong())
        .collect(Collectors.toSet());
  }

  private void passedOver(String fault) {
    tell(fault + "; passed over", null);
  }

  /** Who looks again and again is told once. */
  private void tell(String line, Exception cause) {
    if (!told.add(line)) {
      return;
    }
    if (cause == null) {
      log.warn(line);
    } else {
      log.warn(line, cause);
    }
  }

  private Optional<SessionView> view(SessionPaths paths, Set<Long> pids) {
    try {
      return Optional.of(look(paths, pids));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      tell("session " + paths.id() + " can't be read: " + IoReason.withFile(e), e);
      return Optional.empty();
    }
  }

  private SessionView look(SessionPaths paths, Set<Long> pids) throws IOException {
    AtomicReference<String> fault = new AtomicReference<>();
    SessionSummary summary = SessionSummary.read(paths, fault::set);
    boolean over = summary != null && summary.ended();
    CounterFile<CaptureCounter> counters =
        over ? null : CounterFile.openReader(paths.captureCounters(), CaptureCounter.class);
    boolean recording = isRecorded(counters, pids);
    if (!over && (summary == null || !recording)) {
      summary = exact(paths, summary);
    }
    SessionView.State state = state(summary, recording);
    if (fault.get() != null) {
      tell("session " + paths.id() + " is read from its tape: " + fault.get(), null);
    }
    boolean paused = !summary.ended() && paths.paused().isSet();
    boolean live = state == SessionView.State.RECORDING;
    SpaceView space = live ? SpaceView.of(counters) : null;
    InputView input = live ? InputView.of(counters, clock.monotonicNs()) : null;
    List<SessionView.DeliveryView> deliveries =
        new Deliveries(paths, summary, recording, pids, clock, this::tell).read();
    return new SessionView(
        summary, state, paused, input, space, Tape.droppedSamples(paths), deliveries);
  }

  /** A tape that can't be read now is listed all the same, as its summary tells it. */
  private SessionSummary exact(SessionPaths paths, SessionSummary stored) {
    try {
      return TapeSummary.read(paths, stored);
    } catch (RuntimeException e) {
      if (stored == null) {
        throw e;
      }
      tell("session " + paths.id() + " is listed by its last figures: " + IoReason.of(e), e);
      return stored;
    }
  }

  private static boolean isRecorded(CounterFile<CaptureCounter> counters, Set<Long> live) {
    return counters != null
        && counters.get(CaptureCounter.ENDED) == 0
        && live.contains(counters.get(CaptureCounter.PID));
  }
}
