package dev.tapewire.launcher.sessions;

import dev.tapewire.common.record.EndCause;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;

/** Makes a session's summary from its tape, exact whatever its writer died of. */
final class TapeSummary {
  private TapeSummary() {}

  /**
   * {@return what the tape says}
   *
   * @param stored the summary beside the tape, whose gaps are good; null: read the whole tape
   * @throws dev.tapewire.common.tape.TapeFaultException if it is damaged where it must be read
   */
  static SessionSummary read(SessionPaths paths, SessionSummary stored) {
    try (TapeReader reader = Tape.openReader(paths)) {
      return stored == null ? readWhole(paths, reader) : readEnd(reader, stored);
    }
  }

  private static SessionSummary readWhole(SessionPaths paths, TapeReader reader) {
    SessionHeader header = reader.header();
    TapeAudit audit = TapeAudit.of(reader);
    return new SessionSummary(
        paths.id(),
        header.startedEpochNs(),
        header.source(),
        header.format(),
        header.frameSamples(),
        header.to(),
        audit.frames(),
        audit.samples(),
        audit.lostSamples(),
        audit.gaps().subList(0, Math.min(audit.gaps().size(), SessionSummary.GAPS_MAX)),
        audit.gapCount(),
        audit.ended(),
        audit.sourceFailed());
  }

  private static SessionSummary readEnd(TapeReader reader, SessionSummary stored) {
    RecordView record = new RecordView();
    long samples = -1;
    long frames = 0;
    boolean ended = false;
    boolean sourceFailed = false;
    for (long n = reader.endNumber() - 1; n >= reader.firstNumber(); n--) {
      reader.seek(n);
      if (!reader.poll(record)) {
        continue;
      }
      samples = samples < 0 ? record.endPosition() : samples;
      if (record.is(RecordKind.END)) {
        ended = true;
        sourceFailed = record.endCause() == EndCause.SOURCE_FAILED;
      }
      if (record.is(RecordKind.FRAME)) {
        frames = record.frameSequence() + 1;
        break;
      }
    }
    return new SessionSummary(
        stored.id(),
        stored.startedEpochNs(),
        stored.source(),
        stored.format(),
        stored.frameSamples(),
        stored.to(),
        frames,
        Math.max(0, samples),
        stored.lostSamples(),
        stored.gaps(),
        stored.gapCount(),
        ended,
        sourceFailed);
  }
}
