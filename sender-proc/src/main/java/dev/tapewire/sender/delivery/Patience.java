package dev.tapewire.sender.delivery;

/**
 * Whether a service that stopped answering is worth another session: it is not where the last one
 * ended for the same reason so little before that each costs more time than it brings on. Kept from
 * link to link. Confined to the agent thread.
 */
final class Patience {
  private static final long NEVER = Long.MIN_VALUE / 2;

  private long lastPosition = NEVER;

  /**
   * The wait for an answer is over.
   *
   * @param position up to which all is settled
   * @param worthSamples samples that a session must bring it on, to be worth its wait
   * @return whether another session is of no use
   */
  boolean isOver(long position, long worthSamples) {
    boolean again = position - lastPosition < worthSamples;
    lastPosition = position;
    return again;
  }
}
