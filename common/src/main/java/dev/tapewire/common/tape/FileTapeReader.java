package dev.tapewire.common.tape;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.record.CorruptRecordException;
import dev.tapewire.common.record.FrameOpener;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.record.SessionHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Reads a session's tape files one after another. It leaves a file when nothing more stands in it
 * and a later one has begun; it asks no mark of the writer, who may have died before it made one.
 * Where a later incarnation begins, what the one before it left from that number on is void.
 * Confined to one thread.
 */
final class FileTapeReader implements TapeReader {
  private final Path directory;
  private final TapeIndex index;
  private final FrameOpener opener;
  private final RecordView view = new RecordView();
  private TapeFile file;

  /** The place of {@link #file} in the index. */
  private int current;

  /** The number at which a later file takes over; what this one holds from there on is void. */
  private long limit;

  private long next;
  private long sequence;

  /** Stands at the newest record, so that the end is found without reading the tape again. */
  private TapeFile tail;

  private int tailEntry = -1;
  private long tailNext;

  /**
   * Opens the oldest file.
   *
   * @param opener of what is sealed; null: a sealed frame is given as it is
   */
  FileTapeReader(Path directory, TapeIndex index, FrameOpener opener) {
    this.directory = directory;
    this.index = index;
    this.opener = opener;
    enter(0);
    next = index.entries().get(0).firstNumber();
  }

  @Override
  public SessionHeader header() {
    for (TapeIndex.Entry entry : index.entries()) {
      if (entry.header() != null) {
        return entry.header();
      }
    }
    throw TapewireException.failed("the tape in " + directory + " has no readable header");
  }

  @Override
  public boolean poll(RecordView into) {
    while (true) {
      TapeFile.Step step = file.peek();
      if (next == limit) {
        enterIfThere(index.holding(next));
      } else if (next > limit) {
        String reason = "the tape was cut back to record " + limit + " and recorded on";
        throw fault(reason, file.offset(), next, false);
      } else if (step == TapeFile.Step.RECORD) {
        String fault = take(into);
        if (fault == null) {
          return true;
        }
        goAroundOrThrow(fault, file.offset(), isLostPage());
      } else if (step == TapeFile.Step.BROKEN) {
        long offset = file.offset();
        boolean lostPage = isLostPage();
        // No record is lost if the damage is in what is Chronicle's own.
        if (lostPage || !file.resync() || file.number() != next) {
          goAroundOrThrow("not a record", offset, lostPage);
        }
      } else if (current + 1 == index.entries().size() && !index.refresh()) {
        return false;
      } else if (file.peek() == step) { // The writer was done with it before it began the next.
        leave();
      }
    }
  }

  /** {@return null if the record at the cursor is the next one, else what is wrong} */
  private String take(RecordView into) {
    if (!file.read(into)) {
      return "the record does not match its CRC";
    }
    if (into.number() != next) {
      return "record " + into.number() + " stands where " + next + " should";
    }
    String sealed = opener == null ? null : open(into);
    if (sealed == null) {
      file.advance();
      next++;
      count(into);
    }
    return sealed;
  }

  private String open(RecordView into) {
    try {
      opener.open(into, index.entries().get(current).incarnation());
      return null;
    } catch (CorruptRecordException e) {
      return e.getMessage();
    }
  }

  private void count(RecordView record) {
    if (record.is(RecordKind.FRAME)) {
      sequence = record.frameSequence() + 1;
    }
  }

  private void leave() {
    TapeIndex.Entry later = index.entries().get(current + 1);
    if (later.firstNumber() == next) {
      enterIfThere(current + 1);
      return;
    }
    limit = limitOf(current);
    if (next < limit) {
      String reason = "records " + next + " to " + (later.firstNumber() - 1) + " are missing";
      throw fault(reason, file.offset(), later.firstNumber(), false);
    }
  }

  /** {@return whether the damage at the cursor is such that the next writer goes on before it} */
  private boolean isLostPage() {
    try {
      boolean newest = current + 1 == index.entries().size() && !index.refresh();
      return newest && file.isLostPage();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the tape: " + IoReason.of(e), e);
    }
  }

  private void goAroundOrThrow(String reason, long offset, boolean lostPage) {
    index.refresh();
    for (int later = index.entries().size() - 1; later > current; later--) {
      if (index.entries().get(later).firstNumber() == next) {
        enter(later);
        return;
      }
    }
    limit = limitOf(current);
    throw fault(reason, offset, beyondFault(), lostPage);
  }

  private long beyondFault() {
    TapeFile.Step step = file.peek();
    if (step == TapeFile.Step.RECORD && file.read(view) && view.number() > next) {
      return view.number();
    }
    // Nothing more is in this file: one number at a time, a far later one might never be reached.
    boolean exhausted = step == TapeFile.Step.BROKEN && limit > next && limit < Long.MAX_VALUE;
    return exhausted ? limit : next + 1;
  }

  private TapeFaultException fault(String reason, long offset, long resumeAt, boolean over) {
    String name = index.entries().get(current).name();
    return new TapeFaultException(next, sequence, name, offset, reason, resumeAt, over);
  }

  /** A file that somebody deleted is forgotten: its numbers are missing then. */
  private void enterIfThere(int entry) {
    if (!index.forgetDeleted(entry)) {
      enter(entry);
      return;
    }
    close(tail);
    tail = null;
    tailEntry = -1;
    limit = limitOf(current);
  }

  private void enter(int entry) {
    TapeIndex.Entry to = index.entries().get(entry);
    close(file);
    file = open(to);
    current = entry;
    if (tailEntry < entry) {
      close(tail); // Held open, a file that was dropped would keep its space.
      tail = null;
      tailEntry = -1;
    }
    limit = limitOf(entry);
    sequence = to.header() == null ? sequence : to.header().firstSequence();
  }

  private long limitOf(int entry) {
    long number = Long.MAX_VALUE;
    for (int later = entry + 1; later < index.entries().size(); later++) {
      number = Math.min(number, index.entries().get(later).firstNumber());
    }
    return number;
  }

  @Override
  public long next() {
    return next;
  }

  @Override
  public void seek(long number) {
    long end = endNumber();
    if (number < firstNumber() || number > end) {
      throw new IllegalArgumentException(
          "record " + number + " is not in " + firstNumber() + ".." + end);
    }
    int entry = index.holding(number);
    long at = next;
    // Onwards in the file at hand: each fault leads here, and there may be very many in a file.
    if (entry != current || number < next) {
      enter(entry);
      at = index.entries().get(current).firstNumber();
    }
    while (at < number) {
      TapeFile.Step step = file.peek();
      if (step == TapeFile.Step.RECORD) {
        boolean right = file.read(view);
        if (right && view.number() >= number) {
          break;
        }
        if (right) {
          count(view);
        }
        at = right ? view.number() + 1 : at + 1;
        file.advance();
      } else if (step != TapeFile.Step.BROKEN || !file.resync()) {
        break;
      }
    }
    next = number;
  }

  @Override
  public long firstNumber() {
    // The file at hand stays: it can be read on, whether it still has a name or not.
    while (current > 0 && tailEntry != 0 && index.forgetDropped()) {
      current--;
      tailEntry = Math.max(-1, tailEntry - 1);
    }
    return index.entries().get(0).firstNumber();
  }

  @Override
  public long endNumber() {
    // Damaged files may be out of order; a tape never ends before it begins.
    return Math.max(index.entries().get(0).firstNumber(), tailEnd());
  }

  private long tailEnd() {
    index.refresh();
    int newest = index.entries().size() - 1;
    if (tailEntry != newest) {
      close(tail);
      tail = open(index.entries().get(newest));
      tailEntry = newest;
      tailNext = index.entries().get(newest).firstNumber();
    }
    while (true) {
      TapeFile.Step step = tail.peek();
      if (step == TapeFile.Step.RECORD) {
        // Numbers only rise; a record that says otherwise is as good as damaged.
        tailNext = Math.max(tailNext, tail.read(view) ? view.number() : tailNext) + 1;
        tail.advance();
      } else if (step != TapeFile.Step.BROKEN || !tail.resync()) {
        return tailNext;
      }
    }
  }

  @Override
  public long numberAt(long position) {
    index.refresh();
    firstNumber();
    int entry = 0;
    for (int i = 0; i < index.entries().size(); i++) {
      entry = index.entries().get(i).firstPosition() <= position ? i : entry;
    }
    for (; entry < index.entries().size(); entry++) {
      try (TapeFile scan = open(index.entries().get(entry))) {
        long found = firstEndingAfter(scan, position, limitOf(entry));
        if (found >= 0) {
          return found;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return endNumber();
  }

  private long firstEndingAfter(TapeFile scan, long position, long limitNumber) {
    while (true) {
      TapeFile.Step step = scan.peek();
      if (step == TapeFile.Step.RECORD) {
        if (scan.read(view)) {
          if (view.number() >= limitNumber) {
            return -1;
          }
          boolean holds = view.endPosition() > view.position();
          if (holds && view.endPosition() > position) {
            return view.number();
          }
        }
        scan.advance();
      } else if (step != TapeFile.Step.BROKEN || !scan.resync()) {
        return -1;
      }
    }
  }

  @Override
  public Span span(String incarnation) {
    index.refresh();
    long from = -1;
    for (int i = 0; i < index.entries().size(); i++) {
      TapeIndex.Entry entry = index.entries().get(i);
      boolean its = entry.header() == null || entry.incarnation().equals(incarnation);
      if (from < 0 && entry.header() != null && its) {
        from = entry.firstNumber();
      } else if (from >= 0 && !its) {
        return new Span(from, Math.max(from, limitOf(i - 1)), false);
      }
    }
    return from < 0 ? null : new Span(from, endNumber(), true);
  }

  @Override
  public String incarnationAt(long number) {
    index.refresh();
    String incarnation = "";
    for (TapeIndex.Entry entry : index.entries()) {
      boolean holds = entry.firstNumber() <= number && entry.header() != null;
      incarnation = holds ? entry.incarnation() : incarnation;
    }
    return incarnation;
  }

  private static TapeFile open(TapeIndex.Entry entry) {
    try {
      return new TapeFile(entry.path());
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + entry.path() + ": " + IoReason.of(e), e);
    }
  }

  private static void close(TapeFile file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    close(file);
    close(tail);
  }
}
