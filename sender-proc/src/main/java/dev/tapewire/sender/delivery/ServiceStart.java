package dev.tapewire.sender.delivery;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.RecordView;
import java.util.concurrent.TimeUnit;

/**
 * Where a link with a service begins on the tape. Immutable.
 *
 * @param position of the first record that it hears
 * @param settledNext the record from which on nothing is settled
 * @param skippedFrom where what is skipped begins, which ends at {@code position}; the same:
 *     nothing
 */
record ServiceStart(long position, long settledNext, long skippedFrom) {
  /** A backlog so little over what is wanted is not worth a hole. */
  private static final long SLACK_NS = TimeUnit.SECONDS.toNanos(1);

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

  /** {@return where the newest of a backlog begins, or null: nothing is to be skipped} */
  private static ServiceStart newest(Transfer transfer, long position, CatchUp catchUp) {
    if (catchUp.newestNs() == 0) {
      return null;
    }
    PcmFormat format = transfer.header().format();
    transfer.cursor().seek(transfer.tape().endNumber() - 1);
    RecordView last = transfer.cursor().peek();
    long end = last == null ? position : last.endPosition();
    long wanted = end - format.toSamples(catchUp.newestNs());
    ServiceStart start = null;
    if (wanted - position > format.toSamples(SLACK_NS)) {
      long next = transfer.tape().numberAt(wanted);
      transfer.window().restart(next);
      transfer.cursor().seek(next);
      RecordView first = transfer.cursor().peek();
      start = first == null ? null : new ServiceStart(first.position(), next, position);
    }
    if (start == null) {
      transfer.seek(transfer.ownStart());
    }
    return start;
  }
}
