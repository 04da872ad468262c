package dev.tapewire.capture;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.tape.TapeDisk;
import java.io.IOException;
import java.util.Locale;

/**
 * Tells how long the space on the tape's disk lasts, and warns once when that is little. Confined
 * to the housekeeping thread.
 */
final class SpaceWatch {
  /** Time enough for somebody to come and make room. */
  static final long LOW_SECONDS = 3600;

  /** Only with so much more is it told again. */
  private static final long ENOUGH_SECONDS = 2 * LOW_SECONDS;

  private static final double BYTES_PER_MIB = 1 << 20;

  private final TapeDisk disk;
  private final CounterFile<CaptureCounter> counters;
  private final Log log;
  private final double bytesPerSecond;
  private boolean low;
  private boolean failed;

  /**
   * Watches {@code disk}.
   *
   * @param speed at which {@code format} comes, times real time; infinite: as fast as it may
   */
  SpaceWatch(
      TapeDisk disk,
      CounterFile<CaptureCounter> counters,
      PcmFormat format,
      double speed,
      Log log) {
    this.disk = disk;
    this.counters = counters;
    this.log = log;
    double times = Double.isInfinite(speed) ? 1 : speed;
    this.bytesPerSecond = times * format.sampleRateHz() * format.blockBytes();
  }

  /** Looks once. */
  void look() {
    long freeBytes;
    try {
      freeBytes = disk.freeBytes();
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        failed = true;
        log.warn("can't ask the tape's disk for its space: " + e.getMessage(), e);
      }
      return;
    }
    long seconds = (long) (freeBytes / bytesPerSecond);
    counters.set(CaptureCounter.SPACE_BYTES, freeBytes);
    counters.set(CaptureCounter.SPACE_SECONDS, seconds);
    if (!low && seconds < LOW_SECONDS) {
      low = true;
      log.warn("low disk space: " + text(freeBytes, seconds));
    } else if (low && seconds > ENOUGH_SECONDS) {
      low = false;
      log.info("disk space is enough again: " + text(freeBytes, seconds));
    }
    counters.set(CaptureCounter.SPACE_LOW, low ? 1 : 0);
  }

  private String text(long freeBytes, long seconds) {
    return String.format(
        Locale.ROOT,
        "%.0f MiB above the reserve of %.0f MiB, %s of this recording",
        freeBytes / BYTES_PER_MIB,
        disk.reserveBytes() / BYTES_PER_MIB,
        seconds < 120 ? seconds + " s" : seconds / 60 + " minutes");
  }
}
