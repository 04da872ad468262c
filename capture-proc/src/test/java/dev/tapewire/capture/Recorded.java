package dev.tapewire.capture;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a tape holds; lost samples stand in the timeline as zeros. Immutable. */
record Recorded(
    PcmFormat format,
    byte[] timeline,
    List<String> gaps,
    long lostSamples,
    int anchors,
    int lives,
    boolean ended) {

  static Recorded read(Path tapes, String session) {
    ByteArrayOutputStream timeline = new ByteArrayOutputStream();
    List<String> gaps = new ArrayList<>();
    Set<String> lives = new HashSet<>();
    long lost = 0;
    int anchors = 0;
    boolean ended = false;
    try (TapeReader reader = Tape.openReader(SessionPaths.of(tapes, session))) {
      PcmFormat format = reader.header().format();
      RecordView view = new RecordView();
      while (reader.poll(view)) {
        if (view.is(RecordKind.FRAME)) {
          timeline.write(view.bytes(), view.framePcmOffset(), view.framePcmLength());
        } else if (view.is(RecordKind.GAP)) {
          gaps.add(view.gapSamples() + " " + view.gapReason().label());
          lost += view.gapSamples();
          timeline.writeBytes(new byte[(int) format.bytes(view.gapSamples())]);
        } else if (view.is(RecordKind.HEADER)) {
          lives.add(view.header().incarnation());
        }
        anchors += view.is(RecordKind.ANCHOR) ? 1 : 0;
        ended |= view.is(RecordKind.END);
      }
      return new Recorded(format, timeline.toByteArray(), gaps, lost, anchors, lives.size(), ended);
    }
  }

  /** Frames on the tape of a session that may be recorded right now, or not begun yet. */
  static long frames(Path tapes, String session) throws IOException {
    CounterFile<CaptureCounter> counters =
        CounterFile.openReader(
            SessionPaths.of(tapes, session).captureCounters(), CaptureCounter.class);
    return counters == null ? 0 : counters.get(CaptureCounter.FRAMES);
  }
}
