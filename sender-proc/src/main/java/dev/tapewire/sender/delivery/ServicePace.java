package dev.tapewire.sender.delivery;

import java.util.concurrent.TimeUnit;

/**
 * A service's ceiling on how fast audio may come. Time without audio is not saved up. Confined to
 * the agent thread.
 */
final class ServicePace {
  /** So much may come at once: a piece waits for nobody, and a late one is made up for. */
  private static final long BURST_NS = TimeUnit.MILLISECONDS.toNanos(250);

  private final double timesRealTime;
  private final double samplesPerNs;
  private long lookedNs;
  private double allowance;

  /** A pace of 0 has no ceiling. */
  ServicePace(double timesRealTime, int rateHz, long nowNs) {
    this.timesRealTime = timesRealTime;
    this.samplesPerNs = timesRealTime * rateHz / TimeUnit.SECONDS.toNanos(1);
    this.lookedNs = nowNs;
    this.allowance = burst();
  }

  private double burst() {
    return BURST_NS * Math.max(samplesPerNs, 0);
  }

  /** {@return whether {@code samples} may be sent now} */
  boolean allows(long samples, long nowNs) {
    if (timesRealTime == 0) {
      return true;
    }
    allowance =
        Math.min(
            Math.max(burst(), (double) samples), allowance + (nowNs - lookedNs) * samplesPerNs);
    lookedNs = nowNs;
    return allowance >= samples;
  }

  /** Notes that so many were sent. */
  void sent(long samples) {
    allowance -= timesRealTime == 0 ? 0 : samples;
  }
}
