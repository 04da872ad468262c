package dev.tapewire.launcher.run;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.SenderCounter;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of one session while it is recorded, read from mapped files without disturbing the
 * processes that write them. Confined to one thread.
 */
final class LiveFigures {
  private final SessionPaths paths;
  private final List<Destination> destinations;
  private final Map<Destination, CounterFile<SenderCounter>> senders = new LinkedHashMap<>();
  private CounterFile<CaptureCounter> capture;
  private PcmFormat format;

  LiveFigures(SessionPaths paths, List<Destination> destinations) {
    this.paths = paths;
    this.destinations = List.copyOf(destinations);
  }

  /** {@return the destinations} */
  List<Destination> destinations() {
    return destinations;
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

  /** {@return the value, or 0 while nothing is sent there} */
  long sender(Destination to, SenderCounter key) {
    CounterFile<SenderCounter> counters = senders.get(to);
    try {
      if (counters == null) {
        counters = CounterFile.openReader(paths.sendCounters(to.key()), SenderCounter.class);
        if (counters == null) {
          return 0;
        }
        senders.put(to, counters);
      }
      return counters.get(key);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the figures of " + to.name(), e);
    }
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
