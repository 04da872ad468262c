package dev.tapewire.common.tape;

import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.SessionGap;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The gaps of a session as its tape has them. Immutable.
 *
 * @param first the first of them, at most {@link SessionSummary#GAPS_MAX}
 * @param count all of them
 */
record GapList(List<SessionGap> first, long count) {
  static final GapList NONE = new GapList(List.of(), 0);

  GapList {
    first = List.copyOf(first);
  }

  /** {@return the gaps by the summary and the tape's end if they agree, else by the whole tape} */
  static GapList of(SessionPaths paths, TapeIndex index, TapeEnd end) throws IOException {
    SessionSummary summary = SessionSummary.read(paths);
    if (summary != null) {
      List<SessionGap> gaps = new ArrayList<>(summary.gaps());
      long known = gaps.isEmpty() ? -1 : gaps.get(gaps.size() - 1).atSamples();
      end.gaps.stream().filter(gap -> gap.atSamples() > known).forEach(gaps::add);
      long lost = gaps.stream().mapToLong(SessionGap::samples).sum();
      if (lost == end.lostSamples && gaps.size() <= SessionSummary.GAPS_MAX) {
        return new GapList(gaps, gaps.size());
      }
    }
    return ofTape(new FileTapeReader(paths.directory(), index, null));
  }

  private static GapList ofTape(FileTapeReader reader) {
    List<SessionGap> gaps = new ArrayList<>();
    long count = 0;
    RecordView view = new RecordView();
    try (reader) {
      while (next(reader, view)) {
        if (view.is(RecordKind.GAP)) {
          count++;
          if (gaps.size() < SessionSummary.GAPS_MAX) {
            gaps.add(new SessionGap(view.position(), view.gapSamples(), view.gapReason()));
          }
        }
      }
    }
    return new GapList(gaps, count);
  }

  /** Reads on over damage: a gap in there is lost, as is the audio. */
  private static boolean next(FileTapeReader reader, RecordView view) {
    while (true) {
      try {
        return reader.poll(view);
      } catch (TapeFaultException damaged) {
        if (damaged.resumeAt() > reader.endNumber()) {
          return false;
        }
        reader.seek(damaged.resumeAt());
      }
    }
  }
}
