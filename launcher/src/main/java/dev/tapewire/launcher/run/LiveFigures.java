package dev.tapewire.launcher.run;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.InputState;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.time.Clock;
import dev.tapewire.launcher.sessions.LiveDelivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of a recording, of the session that is recorded now, read from mapped files without
 * disturbing the processes that write them. Confined to one thread.
 */
final class LiveFigures {
  /** To look for the next session costs the reading of a directory. */
  private static final long LOOK_NS = 200_000_000L;

  private final Path tapes;
  private final Clock clock;
  private final List<Destination> destinations;
  private final Map<Destination, LiveDelivery> deliveries = new LinkedHashMap<>();
  private SessionPaths paths;
  private long start;
  private long lookedNs;
  private CounterFile<CaptureCounter> capture;
  private PcmFormat format;

  /** Reads those of {@code session}, or of the last that goes on from it. */
  LiveFigures(Path tapes, String session, List<Destination> destinations, Clock clock) {
    this.tapes = tapes;
    this.clock = clock;
    this.paths = SessionPaths.of(tapes, session);
    follow();
    this.destinations = List.copyOf(destinations);
  }

  /** {@return the destinations} */
  List<Destination> destinations() {
    return destinations;
  }

  /** {@return samples per channel recorded since the start of the first session} */
  long recordedSamples() {
    if (capture(CaptureCounter.ENDED) == 1 && clock.monotonicNs() - lookedNs >= LOOK_NS) {
      follow();
    }
    return start + capture(CaptureCounter.SAMPLES);
  }

  /** {@return whether the last session of the recording has its end} */
  boolean hasEnded() {
    follow();
    return capture(CaptureCounter.ENDED) == 1;
  }

  /** {@return the session that is recorded now} */
  String session() {
    return paths.id();
  }

  private void follow() {
    lookedNs = clock.monotonicNs();
    List<SessionPaths> parts = SessionParts.of(tapes, paths.id());
    if (!parts.isEmpty() && !parts.get(parts.size() - 1).equals(paths)) {
      paths = parts.get(parts.size() - 1);
      capture = null;
      deliveries.clear();
    }
    start = SessionParts.start(paths);
  }

  /** {@return the value, or 0 while nothing is recorded} */
  long capture(CaptureCounter key) {
    try {
      if (capture == null) {
        capture = CounterFile.openReader(paths.captureCounters(), CaptureCounter.class);
      }
      return capture == null ? 0 : capture.get(key);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + paths.captureCounters(), e);
    }
  }

  /** {@return what the input gives; null: nothing is recorded yet, or nobody tells} */
  InputState input() {
    return capture(CaptureCounter.PID) == 0 ? null : InputState.of(capture, clock.monotonicNs());
  }

  /** {@return how {@code to} has it} */
  LiveDelivery.Figures delivery(Destination to) {
    try {
      return of(to).now(capture(CaptureCounter.SAMPLES));
    } catch (IOException e) {
      throw unreadable(to, e);
    }
  }

  /** {@return the sender's sign of life; 0 while it has none, or nothing to do for the session} */
  long workingBeat(Destination to) {
    try {
      return of(to).workingBeat();
    } catch (IOException e) {
      throw unreadable(to, e);
    }
  }

  private LiveDelivery of(Destination to) {
    return deliveries.computeIfAbsent(to, each -> new LiveDelivery(paths, each, clock));
  }

  private static UncheckedIOException unreadable(Destination to, IOException e) {
    return new UncheckedIOException("can't read the figures of " + to.name(), e);
  }

  /** {@return the format, or null while it is not known} */
  PcmFormat format() {
    try {
      if (format == null) {
        SessionSummary summary = SessionSummary.read(paths);
        format = summary == null ? null : summary.format();
      }
      return format;
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + paths.summary(), e);
    }
  }
}
