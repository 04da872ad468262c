package dev.tapewire.sender.delivery;

import dev.tapewire.common.record.FrameStamp;
import dev.tapewire.common.record.RecordEncoder;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.tape.TapeReader;

/**
 * A part of a tape as a tape of its own: a HEADER that names the incarnation, then the records of
 * the range, the first and last cut to the sample. Numbers, positions and sequences are those of
 * the whole tape; the HEADER takes the number before the first record. Confined to one thread.
 */
public final class RangeTape implements TapeReader {
  private final TapeReader whole;
  private final long fromPosition;
  private final long untilPosition;
  private final long first;
  private final long until;
  private final RecordEncoder encoder = new RecordEncoder();
  private final SessionHeader header;
  private long next;

  /**
   * Cuts {@code [fromPosition, untilPosition)} out of what is on the tape now.
   *
   * @throws IllegalArgumentException if no sample or gap of the tape is in the range
   */
  public RangeTape(TapeReader whole, long fromPosition, long untilPosition) {
    this.whole = whole;
    this.fromPosition = fromPosition;
    this.untilPosition = untilPosition;
    long end = endWithoutEnd(whole);
    long record = whole.numberAt(fromPosition);
    this.first = record - 1;
    this.until =
        untilPosition == Long.MAX_VALUE
            ? end
            : Math.min(end, whole.numberAt(untilPosition - 1) + 1);
    if (until <= record) {
      throw new IllegalArgumentException("nothing is recorded from there on");
    }
    this.header = headerAt(record);
    seek(first);
  }

  private static long endWithoutEnd(TapeReader tape) {
    long end = tape.endNumber();
    RecordView last = new RecordView();
    tape.seek(end - 1);
    return tape.poll(last) && last.is(RecordKind.END) ? end - 1 : end;
  }

  private SessionHeader headerAt(long record) {
    SessionHeader h = whole.header();
    RecordView view = new RecordView();
    whole.seek(record);
    long sequence = 0;
    while (whole.next() < until && whole.poll(view)) {
      if (view.is(RecordKind.FRAME)) {
        sequence = view.frameSequence();
        break;
      }
    }
    return new SessionHeader(
        h.session(),
        whole.incarnationAt(record),
        h.format(),
        h.source(),
        h.host(),
        h.startedEpochNs(),
        h.frameSamples(),
        sequence,
        h.to());
  }

  @Override
  public SessionHeader header() {
    return header;
  }

  @Override
  public boolean poll(RecordView into) {
    if (next >= until) {
      return false;
    }
    if (next == first) {
      into.wrap(encoder.bytes(), 0, encoder.header(first, fromPosition, header));
      whole.seek(first + 1);
    } else if (!whole.poll(into)) {
      return false;
    } else if (into.position() < fromPosition || into.endPosition() > untilPosition) {
      cut(into);
    }
    next++;
    return true;
  }

  private void cut(RecordView record) {
    long from = Math.max(fromPosition, record.position());
    long end = Math.min(untilPosition, record.endPosition());
    if (record.is(RecordKind.FRAME)) {
      long lateNs = header.format().toNs(record.endPosition() - end);
      int skipped = Math.toIntExact(header.format().bytes(from - record.position()));
      int length = Math.toIntExact(header.format().bytes(end - from));
      FrameStamp stamp =
          new FrameStamp(
              record.number(), from, record.frameSequence(), record.frameCapturedNs() - lateNs);
      int samples = Math.toIntExact(end - from);
      int encoded =
          encoder.frame(stamp, samples, record.bytes(), record.framePcmOffset() + skipped, length);
      record.wrap(encoder.bytes(), 0, encoded);
    } else if (record.is(RecordKind.GAP)) {
      int encoded = encoder.gap(record.number(), from, end - from, record.gapReason());
      record.wrap(encoder.bytes(), 0, encoded);
    }
  }

  @Override
  public long next() {
    return next;
  }

  @Override
  public void seek(long number) {
    if (number < first || number > until) {
      throw new IllegalArgumentException("record " + number + " is not in " + first + ".." + until);
    }
    next = number;
    whole.seek(Math.max(number, first + 1));
  }

  @Override
  public long firstNumber() {
    return first;
  }

  @Override
  public long endNumber() {
    return until;
  }

  @Override
  public long numberAt(long position) {
    return Math.max(first + 1, Math.min(until, whole.numberAt(position)));
  }

  @Override
  public Span span(String incarnation) {
    Span span = whole.span(incarnation);
    if (span == null || span.to() <= first + 1 || span.from() >= until) {
      return null;
    }
    long from = incarnation.equals(header.incarnation()) ? first : span.from();
    return new Span(from, Math.min(span.to(), until), false);
  }

  @Override
  public String incarnationAt(long number) {
    return whole.incarnationAt(Math.max(number, first + 1));
  }

  @Override
  public void close() {
    whole.close();
  }
}
