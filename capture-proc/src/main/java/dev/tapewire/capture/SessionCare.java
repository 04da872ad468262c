package dev.tapewire.capture;

/**
 * What is done for a session beside its recording, on threads of their own: its tape is synced, its
 * disk is watched. Confined to the main thread.
 */
final class SessionCare implements AutoCloseable {
  private final TapeSyncing syncing;
  private final Housekeeping housekeeping;

  SessionCare(TapeSyncing syncing, Housekeeping housekeeping) {
    this.syncing = syncing;
    this.housekeeping = housekeeping;
  }

  /** Begins. */
  void start() {
    syncing.start();
    housekeeping.start();
  }

  /** Lets it end when what was appended last is on the disk; does not wait for that. */
  void leave() {
    housekeeping.close();
    syncing.leave();
  }

  /** {@return whether {@link #close} waits for nothing} */
  boolean isOver() {
    return syncing.isOver();
  }

  @Override
  public void close() {
    housekeeping.close();
    syncing.close();
  }
}
