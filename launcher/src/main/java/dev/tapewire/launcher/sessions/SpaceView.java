package dev.tapewire.launcher.sessions;

import com.google.gson.JsonObject;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import java.util.Locale;

/**
 * How the space on the disk of a session's tape stands, as its capture process sees it. Immutable.
 *
 * @param freeBytes free for audio, the reserve left out
 * @param seconds of the recording that fit there
 * @param low whether that is little
 * @param refused whether the disk takes no audio now
 */
public record SpaceView(long freeBytes, long seconds, boolean low, boolean refused) {
  private static final double BYTES_PER_MIB = 1 << 20;

  static SpaceView of(CounterFile<CaptureCounter> counters) {
    return new SpaceView(
        counters.get(CaptureCounter.SPACE_BYTES),
        counters.get(CaptureCounter.SPACE_SECONDS),
        counters.get(CaptureCounter.SPACE_LOW) == 1,
        counters.get(CaptureCounter.REFUSED) == 1);
  }

  /** {@return whether capture has looked at the disk yet} */
  boolean isKnown() {
    return freeBytes != 0 || seconds != 0 || low || refused;
  }

  JsonObject json() {
    JsonObject o = new JsonObject();
    o.addProperty("free_bytes", freeBytes);
    o.addProperty("seconds", seconds);
    o.addProperty("low", low);
    o.addProperty("refused", refused);
    return o;
  }

  /** {@return for people, or an empty text if there is nothing to worry about} */
  String text() {
    if (refused) {
      return "the disk is full: nothing is recorded until there is space";
    }
    return low
        ? String.format(
            Locale.ROOT,
            "low disk space: %.0f MiB, %s of this recording",
            freeBytes / BYTES_PER_MIB,
            Durations.clock(seconds * 1_000_000_000L))
        : "";
  }
}
