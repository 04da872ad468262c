package dev.tapewire.sender.delivery;

import dev.tapewire.common.record.RecordView;

/**
 * Where a link with a service begins on the tape. Immutable.
 *
 * @param position of the first record that it hears
 * @param settledNext the record from which on nothing is settled
 */
record ServiceStart(long position, long settledNext) {

  /**
   * Brings cursor and window to where the delivery goes on.
   *
   * @param overlapMs audio before that place that the service should hear again
   */
  static ServiceStart of(Transfer transfer, int overlapMs) {
    StartingPoint own = transfer.ownStart();
    long position = transfer.seek(own);
    long overlap = (long) overlapMs * transfer.header().format().sampleRateHz() / 1000;
    long oldest = Math.max(transfer.plan().first(), transfer.tape().firstNumber());
    if (overlap == 0 || own.next() == oldest) {
      return new ServiceStart(position, own.next());
    }
    long wanted = Math.max(0, position - overlap);
    long again = Math.max(oldest, Math.min(own.next(), transfer.tape().numberAt(wanted)));
    transfer.window().restart(again);
    transfer.cursor().seek(again);
    RecordView first = transfer.cursor().peek();
    return new ServiceStart(first == null ? position : first.position(), own.next());
  }
}
