package dev.tapewire.launcher.sessions;

import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.metric.SenderCounter;
import dev.tapewire.common.time.Clock;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Whether the figures of a delivery are those of a sender that lives: they outlive it, and one that
 * hangs writes none. As of when it was made. Immutable.
 */
public final class SenderPulse {
  /** A sender writes its figures ten times a second, one of 500 sessions once a second. */
  private static final long FRESH_NS_MAX = TimeUnit.SECONDS.toNanos(2);

  /** A busy machine or a disk may hold it up for a moment. */
  private static final long HANGS_NS = TimeUnit.SECONDS.toNanos(5);

  private final CounterFile<SenderCounter> counters;
  private final boolean served;
  private final long beatAgeNs;

  /**
   * Reads {@code counters} now.
   *
   * @param live the ids of the processes that run
   */
  public SenderPulse(CounterFile<SenderCounter> counters, Set<Long> live, Clock clock) {
    this(counters, live.contains(counters.get(SenderCounter.PID)), clock);
  }

  /** Reads {@code counters} now; {@code served}: the process that wrote them runs. */
  public SenderPulse(CounterFile<SenderCounter> counters, boolean served, Clock clock) {
    this.counters = counters;
    this.served = served;
    long beatNs = counters.get(SenderCounter.BEAT_NS);
    // A sender of before this figure was there: its beat by UTC.
    this.beatAgeNs =
        beatNs == 0
            ? clock.epochNs() - counters.get(SenderCounter.BEAT_EPOCH_NS)
            : clock.monotonicNs() - beatNs;
  }

  /** {@return whether its sender has just written} */
  public boolean isFresh() {
    return served && Math.abs(beatAgeNs) < FRESH_NS_MAX;
  }

  /** {@return whether its sender is there and does nothing: stopped, or held up by the machine} */
  public boolean hangs() {
    return served && Math.abs(beatAgeNs) >= HANGS_NS && works();
  }

  /** {@return how the delivery stands; off, if its sender is gone or hangs} */
  public LinkState linkState() {
    return served && !hangs() ? told() : LinkState.OFF;
  }

  /** {@return age of the oldest frame not confirmed, ns, as its sender knows it} */
  public long lagNs() {
    long lagNs = counters.get(SenderCounter.LAG_NS);
    return lagNs == 0 ? 0 : lagNs + Math.max(0, beatAgeNs);
  }

  /**
   * {@return the last sign of life of a sender with something to do for the session, UTC ns; 0: it
   * has nothing to do} It stands still while the sender hangs.
   */
  public long workingBeat() {
    return works() ? counters.get(SenderCounter.BEAT_EPOCH_NS) : 0;
  }

  private boolean works() {
    LinkState told = told();
    return told != LinkState.DONE && told != LinkState.OFF;
  }

  private LinkState told() {
    long ordinal = counters.get(SenderCounter.LINK_STATE);
    LinkState[] values = LinkState.values();
    return ordinal >= 0 && ordinal < values.length ? values[(int) ordinal] : LinkState.OFF;
  }
}
