package dev.tapewire.common.tape;

import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.session.SessionGap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a tape ends: its last valid record and what adds up to it. Learned from the last file whose
 * header is whole, and those after it. Confined to one thread.
 */
final class TapeEnd {
  private final RecordView view = new RecordView();

  SessionHeader header;
  long number;
  long position;
  long frames;
  long lostSamples;
  boolean ended;
  Anchor lastAnchor;
  final List<SessionGap> gaps = new ArrayList<>();
  final Set<String> to = new LinkedHashSet<>();

  /** Reads the end of the tape that {@code index} lists; it has at least one entry. */
  TapeEnd(TapeIndex index) throws IOException {
    List<TapeIndex.Entry> entries = index.entries();
    int from = entries.size() - 1;
    while (from > 0 && breaksOffBefore(entries.get(from), entries.get(from - 1))) {
      from--;
    }
    final int last = from;
    while (from > 0 && entries.get(from).header() == null) {
      from--;
    }
    for (int i = from; i <= last; i++) {
      scan(entries.get(i));
    }
    for (int i = from - 1; i >= 0 && lastAnchor == null; i--) {
      lastAnchor = anchorIn(entries.get(i));
    }
  }

  /**
   * {@return whether a power cut took the end of {@code before} and left {@code entry}, which is
   * void then: only who has ended a file begins another}
   */
  private static boolean breaksOffBefore(TapeIndex.Entry entry, TapeIndex.Entry before)
      throws IOException {
    long next = before.firstNumber();
    try (TapeFile file = new TapeFile(before.path())) {
      while (true) {
        TapeFile.Step step = file.peek();
        if (step == TapeFile.Step.RECORD) {
          next = Math.max(next, file.number() + 1);
          file.advance();
        } else if (step != TapeFile.Step.BROKEN || file.isLostPage() || !file.resync()) {
          return step != TapeFile.Step.END && next < entry.firstNumber();
        }
      }
    }
  }

  private void scan(TapeIndex.Entry entry) throws IOException {
    if (entry.header() != null) {
      header = entry.header();
      frames = header.firstSequence();
      lostSamples = header.lostSamples();
      to.addAll(header.to());
    }
    number = entry.firstNumber();
    try (TapeFile file = new TapeFile(entry.path())) {
      while (true) {
        TapeFile.Step step = file.peek();
        if (step == TapeFile.Step.RECORD) {
          boolean right = file.read(view);
          if (!right && file.isLostPage()) {
            return; // What stands behind may be whole; but nobody could be given it without this.
          }
          // A damaged one counts only if a valid one follows, which then says its own number.
          number = right ? take() : number;
          file.advance();
        } else if (step != TapeFile.Step.BROKEN || file.isLostPage() || !file.resync()) {
          return;
        }
      }
    }
  }

  private long take() {
    position = view.endPosition();
    if (view.is(RecordKind.FRAME)) {
      frames = view.frameSequence() + 1;
    } else if (view.is(RecordKind.GAP)) {
      lostSamples += view.gapSamples();
      gaps.add(new SessionGap(view.position(), view.gapSamples(), view.gapReason()));
    } else if (view.is(RecordKind.ANCHOR)) {
      lastAnchor = anchor();
    } else if (view.is(RecordKind.ADDRESS)) {
      to.add(view.address());
    } else if (view.is(RecordKind.END)) {
      ended = true;
    }
    return view.number() + 1;
  }

  private Anchor anchorIn(TapeIndex.Entry entry) throws IOException {
    Anchor found = null;
    try (TapeFile file = new TapeFile(entry.path())) {
      while (true) {
        TapeFile.Step step = file.peek();
        if (step == TapeFile.Step.RECORD) {
          found = file.read(view) && view.is(RecordKind.ANCHOR) ? anchor() : found;
          file.advance();
        } else if (step != TapeFile.Step.BROKEN || !file.resync()) {
          return found;
        }
      }
    }
  }

  private Anchor anchor() {
    return new Anchor(view.anchorPosition(), view.anchorEpochNs(), view.anchorMonotonicNs());
  }
}
