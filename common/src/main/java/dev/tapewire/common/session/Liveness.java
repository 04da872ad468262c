package dev.tapewire.common.session;

import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/**
 * Whether a session is being recorded now, as its capture counters tell. The capture lock is not
 * tried: whoever tries it holds it for a moment, and a capture that starts in that moment would
 * take the session for recorded already. Confined to one thread.
 */
public final class Liveness {
  /**
   * A capture that waits for a frozen disk writes no beat, but its process is there. On the clock
   * that never steps, and counted both ways: it began anew with the machine.
   */
  private static final long BEAT_AGE_NS_MAX = TimeUnit.MINUTES.toNanos(2);

  private final SessionPaths paths;

  /** Null until the file is there. */
  private CounterFile<CaptureCounter> counters;

  /** Watches a session. */
  public Liveness(SessionPaths paths) {
    this.paths = paths;
  }

  /**
   * {@return whether a capture process is there that has not ended the session}
   *
   * @param nowNs the monotonic clock
   */
  public boolean isRecording(long nowNs) {
    if (!hasCounters() || counters.get(CaptureCounter.ENDED) == 1) {
      return false;
    }
    long pid = counters.get(CaptureCounter.PID);
    return Math.abs(nowNs - counters.get(CaptureCounter.BEAT_NS)) < BEAT_AGE_NS_MAX
        && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** {@return UTC ns of the last sign of a capture process; 0: there was none} */
  public long lastBeatEpochNs() {
    return hasCounters() ? counters.get(CaptureCounter.BEAT_EPOCH_NS) : 0;
  }

  private boolean hasCounters() {
    try {
      if (counters == null) {
        counters = CounterFile.openReader(paths.captureCounters(), CaptureCounter.class);
      }
      return counters != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
