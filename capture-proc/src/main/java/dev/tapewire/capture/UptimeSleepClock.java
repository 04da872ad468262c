package dev.tapewire.capture;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.time.Clock;
import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * Linux counts sleep in {@code /proc/uptime} (CLOCK_BOOTTIME, to 10 ms) but not in the monotonic
 * clock; neither ever steps. Where there is no such file, the machine is taken to never sleep.
 * Confined to one thread.
 */
final class UptimeSleepClock implements SleepClock, AutoCloseable {
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final int TEXT_BYTES = 64;

  private final Clock clock;
  private final RandomAccessFile uptime;
  private final byte[] text = new byte[TEXT_BYTES];
  private long lastNs;

  UptimeSleepClock(Clock clock, Log log) {
    this.clock = clock;
    RandomAccessFile file = null;
    try {
      file = new RandomAccessFile("/proc/uptime", "r");
    } catch (IOException e) {
      log.detail("no /proc/uptime: sleep of the machine is not noticed");
    }
    this.uptime = file;
  }

  @Override
  public long asleepNs() {
    if (uptime == null) {
      return 0;
    }
    try {
      uptime.seek(0);
      lastNs = parseNs(text, uptime.read(text)) - clock.monotonicNs();
      return lastNs;
    } catch (IOException e) {
      return lastNs; // It is asked on the thread that reads the source.
    }
  }

  /** Reads {@code SECONDS.FRACTION} without making garbage. */
  static long parseNs(byte[] text, int length) {
    long ns = 0;
    long unitNs = NS_PER_SECOND;
    boolean fraction = false;
    for (int i = 0; i < length && text[i] != ' '; i++) {
      if (text[i] == '.') {
        fraction = true;
      } else if (fraction) {
        unitNs /= 10;
        ns += (text[i] - '0') * unitNs;
      } else {
        ns = ns * 10 + (text[i] - '0') * NS_PER_SECOND;
      }
    }
    return ns;
  }

  @Override
  public void close() throws IOException {
    if (uptime != null) {
      uptime.close();
    }
  }
}
