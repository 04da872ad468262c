package dev.tapewire.launcher.sessions;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeFaultException;
import dev.tapewire.common.tape.TapeReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Finds on a session's tape when the oldest sample was captured that is not confirmed, without the
 * process that should deliver it: that one may hang or be gone. Confined to one thread.
 */
final class OldestUnconfirmed {
  /** Anchors come each 5 s; of the shortest frames of the fastest source that is fewer. */
  private static final int RECORDS_MAX = 16_384;

  /** Behind more of them in a row the figure is not worth the reading. */
  private static final int FAULTS_MAX = 100;

  private final SessionPaths paths;
  private final SessionSummary summary;
  private final RecordView record = new RecordView();
  private String incarnation = "";
  private long capturedNs = Captured.NOT_KNOWN;

  private OldestUnconfirmed(SessionPaths paths, SessionSummary summary) {
    this.paths = paths;
    this.summary = summary;
  }

  /**
   * {@return when it was captured, or null: nothing waits, or only what is lost}
   *
   * @param confirmed the position up to which all is confirmed
   */
  static Captured of(SessionPaths paths, SessionSummary summary, long confirmed) {
    if (confirmed >= summary.samples()) {
      return null;
    }
    if (confirmed == 0 && summary.ended()) {
      return Captured.atUtc(summary.startedEpochNs()); // Of ten thousand, no tape is opened.
    }
    return new OldestUnconfirmed(paths, summary).find(confirmed);
  }

  private Captured find(long confirmed) {
    try (TapeReader reader = Tape.openReader(paths)) {
      reader.seek(reader.numberAt(confirmed));
      for (int i = 0; i < RECORDS_MAX && poll(reader); i++) {
        Captured found = take(reader, confirmed);
        if (found != null) {
          return found;
        }
      }
      return capturedNs == Captured.NOT_KNOWN ? null : byTheLastBeat();
    } catch (TapewireException | TapeFaultException | UncheckedIOException | IOException e) {
      // What can't be read is told where it is read; the timeline tells the moment all the same.
      return Captured.atUtc(summary.startedEpochNs() + summary.format().toNs(confirmed));
    }
  }

  private boolean poll(TapeReader reader) {
    for (int faults = 0; faults < FAULTS_MAX; faults++) {
      try {
        return reader.poll(record);
      } catch (TapeFaultException damaged) {
        if (damaged.resumeAt() > reader.endNumber() || damaged.resumeAt() <= reader.next()) {
          return false;
        }
        reader.seek(damaged.resumeAt());
      }
    }
    return false;
  }

  private Captured take(TapeReader reader, long confirmed) throws IOException {
    boolean found = capturedNs != Captured.NOT_KNOWN;
    if (!found && record.is(RecordKind.FRAME) && record.endPosition() > confirmed) {
      capturedNs = record.frameCapturedNs();
      incarnation = reader.incarnationAt(record.number());
    } else if (found && record.is(RecordKind.ANCHOR)) {
      return at(record.anchorEpochNs() - record.anchorMonotonicNs());
    } else if (found && record.is(RecordKind.HEADER)) {
      boolean another = !reader.incarnationAt(record.number()).equals(incarnation);
      return another ? byUtc(confirmed) : null;
    }
    return null;
  }

  private Captured at(long utcLessMonotonicNs) {
    return new Captured(capturedNs + utcLessMonotonicNs, capturedNs);
  }

  /** The life that captured it had no time to say what its clock means. */
  private Captured byUtc(long confirmed) {
    return Captured.atUtc(summary.startedEpochNs() + summary.format().toNs(confirmed));
  }

  /**
   * No later life wrote on the tape, so the last beat beside it is of the life that captured it.
   */
  private Captured byTheLastBeat() throws IOException {
    CounterFile<CaptureCounter> counters =
        CounterFile.openReader(paths.captureCounters(), CaptureCounter.class);
    if (counters == null || counters.get(CaptureCounter.BEAT_NS) == 0) {
      return Captured.atUtc(summary.startedEpochNs());
    }
    return at(counters.get(CaptureCounter.BEAT_EPOCH_NS) - counters.get(CaptureCounter.BEAT_NS));
  }
}
