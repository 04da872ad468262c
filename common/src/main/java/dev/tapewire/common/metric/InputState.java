package dev.tapewire.common.metric;

import java.util.Locale;

/**
 * What the input of a session gives while it is recorded. It is judged by the clock of whoever
 * asks, so that a capture process that hangs, or is stopped, shows as a dead input, too: not one
 * sample comes. The clock does not count the sleep of the machine, in which nobody misses samples.
 */
public enum InputState {
  /** Samples come, and something is to be heard. */
  SIGNAL,
  /** Samples come, but nothing is to be heard. */
  SILENT,
  /** No samples come. */
  DEAD,
  /** The session is paused. */
  PAUSED;

  /** Longer than a sound server takes for anything in good health. */
  public static final long DEAD_AFTER_NS = 3_000_000_000L;

  /** Longer than the pauses between two sentences. */
  public static final long SILENT_AFTER_NS = 10_000_000_000L;

  /** -70 dBFS: below the noise of any microphone that is connected. */
  public static final long SILENT_PEAK_PPM = 316;

  /**
   * {@return how an input stands}
   *
   * @param paused whether the session is paused
   * @param heardNs when samples came last
   * @param loudNs when there was something to be heard last
   * @param nowNs now, on the same monotonic clock
   */
  public static InputState of(boolean paused, long heardNs, long loudNs, long nowNs) {
    if (paused) {
      return PAUSED;
    }
    if (nowNs - heardNs >= DEAD_AFTER_NS) {
      return DEAD;
    }
    return nowNs - loudNs >= SILENT_AFTER_NS ? SILENT : SIGNAL;
  }

  /**
   * {@return how the input of a session that is recorded now stands, or null: its capture process
   * is of an older build and does not tell}
   *
   * @param nowNs the monotonic clock
   */
  public static InputState of(CounterFile<CaptureCounter> live, long nowNs) {
    long heardNs = live.get(CaptureCounter.HEARD_NS);
    boolean paused = live.get(CaptureCounter.PAUSED) == 1;
    return heardNs == 0 ? null : of(paused, heardNs, live.get(CaptureCounter.LOUD_NS), nowNs);
  }

  /** {@return the name in JSON} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
