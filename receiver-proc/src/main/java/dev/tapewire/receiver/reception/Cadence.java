package dev.tapewire.receiver.reception;

/**
 * How often a delivery's records are made durable and its summary is written: seldomer, the more
 * deliveries there are, since each time costs the disk the same. Confined to the agent thread.
 */
final class Cadence {
  /** Up to here each has all its due: 500 groups, a thousand syncs a second. */
  private static final int FEW = 50;

  private long deliveries;

  /** Says how many deliveries there are now. */
  void deliveries(int count) {
    deliveries = count;
  }

  /** {@return after how long a group of records is made durable} */
  long groupNs() {
    return Math.min(ReceptionLimits.GROUP_NS_MAX, stretched(ReceptionLimits.GROUP_NS));
  }

  /** {@return after how long a summary is written anew} */
  long summaryNs() {
    return Math.min(ReceptionLimits.SUMMARY_NS_MAX, stretched(ReceptionLimits.SUMMARY_NS));
  }

  private long stretched(long ns) {
    return deliveries <= FEW ? ns : ns * deliveries / FEW;
  }
}
