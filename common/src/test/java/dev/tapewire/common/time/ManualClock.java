package dev.tapewire.common.time;

/** A clock that stands still until a test moves it. Confined to one thread. */
public final class ManualClock implements Clock {
  private long monotonicNs;
  private long epochNs;

  /** Starts at these readings. */
  public ManualClock(long monotonicNs, long epochNs) {
    this.monotonicNs = monotonicNs;
    this.epochNs = epochNs;
  }

  /** Starts at an ordinary moment, both readings different and above zero. */
  public ManualClock() {
    this(1_000_000_000_000L, 1_790_000_000_000_000_000L);
  }

  @Override
  public long monotonicNs() {
    return monotonicNs;
  }

  @Override
  public long epochNs() {
    return epochNs;
  }

  /** Lets time pass on both clocks. */
  public void advanceNs(long ns) {
    monotonicNs += ns;
    epochNs += ns;
  }

  /** Steps UTC alone, as an administrator or NTP does; {@code ns} may be negative. */
  public void stepEpochNs(long ns) {
    epochNs += ns;
  }
}
