package dev.tapewire.capture;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.tape.TapeDisk;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells how long the space on the tapes' disk lasts for what is recorded now, and warns once when
 * that is little. Confined to the housekeeping thread, but for {@link #add} and {@link #remove}.
 */
final class SpaceWatch {
  /** Time enough for somebody to come and make room. */
  static final long LOW_SECONDS = 3600;

  /** Only with so much more is it told again. */
  private static final long ENOUGH_SECONDS = 2 * LOW_SECONDS;

  private static final double BYTES_PER_MIB = 1 << 20;

  private final TapeDisk disk;
  private final List<Use> uses = new CopyOnWriteArrayList<>();
  private final Log log;
  private boolean low;
  private boolean failed;

  /**
   * What one recording makes of the disk. Immutable.
   *
   * @param counters where it is told
   * @param speed at which {@code format} comes, times real time; infinite: as fast as it may
   */
  record Use(CounterFile<CaptureCounter> counters, PcmFormat format, double speed) {
    private double bytesPerSecond() {
      double times = Double.isInfinite(speed) ? 1 : speed;
      return times * format.sampleRateHz() * format.blockBytes();
    }
  }

  /** Watches {@code disk}. */
  SpaceWatch(TapeDisk disk, Log log) {
    this.disk = disk;
    this.log = log;
  }

  /** From now on {@code use} is made of it. */
  void add(Use use) {
    uses.add(use);
  }

  /** That one is over. */
  void remove(Use use) {
    uses.remove(use);
  }

  /** Looks once. */
  void look() {
    double bytesPerSecond = uses.stream().mapToDouble(Use::bytesPerSecond).sum();
    if (bytesPerSecond == 0) {
      return;
    }
    long freeBytes;
    try {
      freeBytes = disk.freeBytes();
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        failed = true;
        log.warn("can't ask the tape's disk for its space: " + IoReason.of(e), e);
      }
      return;
    }
    long seconds = (long) (freeBytes / bytesPerSecond);
    if (!low && seconds < LOW_SECONDS) {
      low = true;
      log.warn("low disk space: " + text(freeBytes, seconds));
    } else if (low && seconds > ENOUGH_SECONDS) {
      low = false;
      log.info("disk space is enough again: " + text(freeBytes, seconds));
    }
    for (Use use : uses) {
      use.counters.set(CaptureCounter.SPACE_BYTES, freeBytes);
      use.counters.set(CaptureCounter.SPACE_SECONDS, seconds);
      use.counters.set(CaptureCounter.SPACE_LOW, low ? 1 : 0);
    }
  }

  private String text(long freeBytes, long seconds) {
    return String.format(
        Locale.ROOT,
        "%.0f MiB above the reserve of %.0f MiB, %s of %s",
        freeBytes / BYTES_PER_MIB,
        disk.reserveBytes() / BYTES_PER_MIB,
        seconds < 120 ? seconds + " s" : seconds / 60 + " minutes",
        uses.size() == 1 ? "this recording" : "these " + uses.size() + " recordings");
  }
}
