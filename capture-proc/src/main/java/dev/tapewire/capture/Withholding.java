package dev.tapewire.capture;

import dev.tapewire.capture.ring.Slot;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.session.Mark;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.Clock;

/**
 * Whether the session is paused: then a source is read and nothing of it reaches the tape. It
 * follows the mark in the session's directory, which outlives this process, and so does the count
 * of what is withheld and stands on no tape yet. {@link #isOn} and {@link #covers} are for the
 * reader thread; the rest is confined to the writer's.
 */
final class Withholding {
  private static final long LOOK_NS = 100_000_000L;

  private final PcmFormat format;
  private final Clock clock;
  private final Log log;
  private volatile boolean on;
  private volatile long overNs = Long.MIN_VALUE;
  private long lookNs = Long.MIN_VALUE;

  Withholding(PcmFormat format, Clock clock, Log log) {
    this.format = format;
    this.clock = clock;
    this.log = log;
  }

  /** {@return whether what is read now is withheld} */
  boolean isOn() {
    return on;
  }

  /** {@return whether any sample of {@code read} was, or may have been, captured in a pause} */
  boolean covers(Slot read) {
    return on || read.capturedNs() - format.toNs(read.samples()) < overNs;
  }

  /** Looks whether the mark of the session was set or taken away. */
  void follow(SessionPaths paths, TapeWriter tape) {
    long nowNs = clock.monotonicNs();
    if (nowNs < lookNs) {
      return;
    }
    lookNs = nowNs + LOOK_NS;
    tape.beat();
    Mark mark = paths.paused();
    boolean wanted = mark.isSet();
    if (wanted && !on) {
      on = true;
      log.info("session " + paths.id() + " is paused; what comes now is not recorded");
    } else if (!wanted && on) {
      overNs = nowNs;
      on = false;
      log.info("session " + paths.id() + " goes on after the pause");
    }
    // Last: who set the mark waits for this.
    tape.counters().set(CaptureCounter.PAUSED, on ? 1 : 0);
  }

  /**
   * Notes beside the tape what is withheld and not on it, for the life after a kill.
   *
   * @param samples per channel, right behind the last record of {@code tape}
   */
  void note(long samples, TapeWriter tape) {
    if (samples > 0) {
      // A death in between leaves 0 or a place that is past.
      tape.counters().set(CaptureCounter.WITHHELD_SAMPLES, 0);
      tape.counters().set(CaptureCounter.WITHHELD_AT_SAMPLES, tape.position());
      tape.counters().set(CaptureCounter.WITHHELD_SAMPLES, samples);
    }
  }

  /** Puts on the tape what an earlier life withheld and did not bring there. */
  static void settle(TapeWriter tape) {
    long samples = tape.counters().get(CaptureCounter.WITHHELD_SAMPLES);
    long at = tape.counters().get(CaptureCounter.WITHHELD_AT_SAMPLES);
    if (tape.resumed() && samples > 0 && at == tape.position()) {
      tape.gap(samples, GapReason.WITHHELD);
    }
  }
}
