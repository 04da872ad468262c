package dev.tapewire.receiver.reception;

/**
 * How much of a delivery is there. Immutable.
 *
 * @param next the first record number that is wanted
 * @param position samples per channel before it, lost ones included
 * @param sequence of the frame that comes next; -1 if no frame told yet
 * @param lostSamples samples per channel of all gaps
 * @param digest over the delivery's records below {@code next}, 64 hex digits
 * @param incarnation of the last record; empty if no HEADER told yet
 * @param ended the END record is there
 * @param complete the sender's end was confirmed
 */
public record DeliveryState(
    long next,
    long position,
    long sequence,
    long lostSamples,
    String digest,
    String incarnation,
    boolean ended,
    boolean complete) {
  /** The digest over no records. */
  public static final String NO_DIGEST = "0".repeat(64);

  /** {@return the same, confirmed} */
  public DeliveryState completed() {
    return new DeliveryState(
        next, position, sequence, lostSamples, digest, incarnation, ended, true);
  }
}
