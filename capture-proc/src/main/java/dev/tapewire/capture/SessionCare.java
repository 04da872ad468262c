package dev.tapewire.capture;

import dev.tapewire.common.bell.Ringer;

/**
 * What is done for a session beside its recording, on other threads: its tape is synced, its disk
 * is watched; who delivers it is told that there is more. Confined to the recording's thread.
 */
final class SessionCare implements AutoCloseable {
  private final TapeSyncing syncing;
  private final Housekeeping housekeeping;
  private final Housekeeping.Guest guest;
  private final Ringer ringer;

  SessionCare(
      TapeSyncing syncing, Housekeeping housekeeping, Housekeeping.Guest guest, Ringer ringer) {
    this.syncing = syncing;
    this.housekeeping = housekeeping;
    this.guest = guest;
    this.ringer = ringer;
  }

  /** Tells those who deliver the session that there is more. */
  void ring() {
    ringer.ring();
  }

  /** Begins. */
  void start() {
    syncing.start();
    housekeeping.add(guest);
  }

  /** Lets it end when what was appended last is on the disk; does not wait for that. */
  void leave() {
    housekeeping.remove(guest);
    ringer.close();
    syncing.leave();
  }

  /** {@return whether {@link #close} waits for nothing} */
  boolean isOver() {
    return syncing.isOver();
  }

  @Override
  public void close() {
    housekeeping.remove(guest);
    ringer.close();
    syncing.close();
  }
}
