package dev.tapewire.sender.delivery;

import java.util.concurrent.TimeUnit;

/**
 * Whether a service that stopped answering is worth another session: it is not where the last one
 * ended for the same reason so little before that each costs more time than it brings on; and how
 * long it may take to be ready. Kept from link to link. Confined to the agent thread.
 */
final class Patience {
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final long readyNsMost;
  private long readyNsMax;
  private long lastPosition = NEVER;

  /** {@code startNs}: how long a service may at least take to be ready, the first time. */
  Patience(long startNs) {
    readyNsMax = Math.max(ServiceRules.READY_NS_MAX, startNs);
    readyNsMost = Math.max(ServiceRules.READY_NS_MOST, startNs);
  }

  /** {@return how long it may take to be ready} */
  long readyNsMax() {
    return readyNsMax;
  }

  /** It was not: who was slow once may be again. {@return what people are told} */
  String unready() {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(readyNsMax);
    readyNsMax = Math.min(readyNsMost, 2 * readyNsMax);
    return "the service was not ready within " + seconds + " s";
  }

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
