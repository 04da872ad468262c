package dev.tapewire.capture;

import dev.tapewire.capture.ring.Losses;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.time.Clock;

/** Notices that the machine slept, and how many samples that was. Confined to the reader thread. */
final class SleepWatch {
  /** The clock is told to 10 ms, and its two readings are not of one moment. */
  private static final long SLEEP_NS_MIN = 1_000_000_000L;

  /** Places the gap well enough, and reads the clock seldom. */
  private static final long LOOK_NS = 200_000_000L;

  private final SleepClock sleep;
  private final PcmFormat format;
  private final Clock clock;
  private long asleepNs;
  private long nextLookNs;

  SleepWatch(SleepClock sleep, PcmFormat format, Clock clock) {
    this.sleep = sleep;
    this.format = format;
    this.clock = clock;
    this.asleepNs = sleep.asleepNs();
    this.nextLookNs = clock.monotonicNs() + LOOK_NS;
  }

  /** Adds what was slept since the last look. */
  void look(Losses into) {
    long nowNs = clock.monotonicNs();
    if (nowNs < nextLookNs) {
      return;
    }
    nextLookNs = nowNs + LOOK_NS;
    long sleptNs = sleep.asleepNs() - asleepNs;
    if (sleptNs >= SLEEP_NS_MIN) {
      asleepNs += sleptNs;
      into.add(GapReason.MACHINE_ASLEEP, format.toSamples(sleptNs));
    }
  }
}
