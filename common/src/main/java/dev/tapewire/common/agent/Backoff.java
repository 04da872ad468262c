package dev.tapewire.common.agent;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubles from a first delay to a cap, each with a random
 * half taken off, so that many clients of one dead server do not come back in step. Confined to one
 * thread.
 */
public final class Backoff {
  private final long firstNs;
  private final long capNs;
  private final RandomGenerator random;
  private long nextNs;

  /** Starts at {@code firstNs}, never more than {@code capNs}. */
  public Backoff(long firstNs, long capNs, RandomGenerator random) {
    this.firstNs = firstNs;
    this.capNs = capNs;
    this.random = random;
    this.nextNs = firstNs;
  }

  /** {@return the delay before the next attempt, ns: between half of the step and the step} */
  public long nextNs() {
    long step = nextNs;
    nextNs = Math.min(capNs, step * 2);
    return step / 2 + random.nextLong(step / 2 + 1);
  }

  /** Starts over, after a success. */
  public void reset() {
    nextNs = firstNs;
  }
}
