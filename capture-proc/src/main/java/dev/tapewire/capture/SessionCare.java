package dev.tapewire.capture;

import dev.tapewire.common.bell.Ringer;

/**
 * What is done for a session beside its recording, on threads of their own: its tape is synced, its
 * disk is watched; who delivers it is told that there is more. Confined to the main thread.
 */
final class SessionCare implements AutoCloseable {
  private final TapeSyncing syncing;
  private final Housekeeping housekeeping;
  private final Ringer ringer;

  SessionCare(TapeSyncing syncing, Housekeeping housekeeping, Ringer ringer) {
    this.syncing = syncing;
    this.housekeeping = housekeeping;
    this.ringer = ringer;
  }

  /** Tells those who deliver the session that there is more. */
  void ring() {
    ringer.ring();
  }

  /** Begins. */
  void start() {
    syncing.start();
    housekeeping.start();
  }

  /** Lets it end when what was appended last is on the disk; does not wait for that. */
  void leave() {
    housekeeping.close();
    ringer.close();
    syncing.leave();
  }

  /** {@return whether {@link #close} waits for nothing} */
  boolean isOver() {
    return syncing.isOver();
  }

  @Override
  public void close() {
    housekeeping.close();
    ringer.close();
    syncing.close();
  }
}
