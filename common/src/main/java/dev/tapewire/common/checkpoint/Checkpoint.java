package dev.tapewire.common.checkpoint;

/**
 * How far one destination has confirmed one session. Immutable.
 *
 * @param incarnation which wrote record {@code next - 1}; empty before the first record
 * @param next everything below this record number is confirmed
 * @param position samples per channel confirmed
 * @param digest the delivery's {@code RecordDigest} below {@code next}, 64 hex digits
 * @param profile the profile that was found to work, {@code tapewire} or {@code raw}; empty: none
 *     yet
 * @param complete the end was confirmed: nothing is owed
 */
public record Checkpoint(
    String incarnation, long next, long position, String digest, String profile, boolean complete) {

  /** Nothing is confirmed. */
  public static final Checkpoint START = new Checkpoint("", 0, 0, "0".repeat(64), "", false);
}
