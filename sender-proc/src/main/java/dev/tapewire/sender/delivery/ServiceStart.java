package dev.tapewire.sender.delivery;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.sender.conversion.Loudness;
import java.util.concurrent.TimeUnit;

/**
 * Where a link with a service begins on the tape. Immutable.
 *
 * @param position of the first record that it hears
 * @param settledNext the record from which on nothing is settled
 * @param leftFrom where what is left behind begins, which ends at {@code position}; the same:
 *     nothing is
 */
record ServiceStart(long position, long settledNext, long leftFrom) {
  /** A backlog so little over what is wanted is not worth a hole. */
  static final long SLACK_NS = TimeUnit.SECONDS.toNanos(1);

  /**
   * Brings cursor and window to where the delivery goes on.
   *
   * @param overlapMs audio before that place that the service should hear again
   */
  static ServiceStart of(Transfer transfer, int overlapMs, CatchUp catchUp) {
    StartingPoint own = transfer.ownStart();
    long position = transfer.seek(own);
    ServiceStart newest = newest(transfer, position, catchUp);
    if (newest != null) {
      return newest;
    }
    long overlap = (long) overlapMs * transfer.header().format().sampleRateHz() / 1000;
    long oldest = Math.max(transfer.plan().first(), transfer.tape().firstNumber());
    if (overlap == 0 || own.next() == oldest) {
      return new ServiceStart(position, own.next(), position);
    }
    long wanted = Math.max(0, position - overlap);
    long again = Math.max(oldest, Math.min(own.next(), transfer.tape().numberAt(wanted)));
    transfer.window().restart(again);
    transfer.cursor().seek(again);
    RecordView first = transfer.cursor().peek();
    long at = first == null ? position : first.position();
    return new ServiceStart(at, own.next(), at);
  }

  /** {@return where the newest of a backlog begins, or null: nothing is to be left behind} */
  private static ServiceStart newest(Transfer transfer, long position, CatchUp catchUp) {
    if (catchUp.newestNs() == 0) {
      return null;
    }
    PcmFormat format = transfer.header().format();
    RecordView last = transfer.lookAt(transfer.tape().endNumber() - 1);
    long end = last == null ? position : last.endPosition();
    long wanted = end - format.toSamples(catchUp.newestNs());
    ServiceStart start = null;
    if (wanted - position > format.toSamples(SLACK_NS)) {
      long from = transfer.tape().numberAt(wanted);
      long next = catchUp.gapFollows() ? quietest(transfer, from) : from;
      RecordView first = transfer.lookAt(next);
      transfer.window().restart(next);
      start = first == null ? null : new ServiceStart(first.position(), next, position);
    }
    if (start == null) {
      transfer.seek(transfer.ownStart());
    }
    return start;
  }

  /** {@return the quietest record from {@code from} on; of several, the newest} */
  private static long quietest(Transfer transfer, long from) {
    double least = Double.MAX_VALUE;
    long quietest = from;
    RecordView record = transfer.lookAt(from);
    while (record != null) {
      double loudness = loudness(transfer.header().format(), record);
      if (loudness <= least) {
        least = loudness;
        quietest = record.number();
      }
      transfer.cursor().take();
      record = transfer.cursor().peek();
    }
    return quietest;
  }

  private static double loudness(PcmFormat format, RecordView record) {
    if (!record.is(RecordKind.FRAME)) {
      return record.is(RecordKind.GAP) ? 0 : Double.MAX_VALUE;
    }
    return Loudness.meanSquare(
        format, record.bytes(), record.framePcmOffset(), record.framePcmLength());
  }
}
