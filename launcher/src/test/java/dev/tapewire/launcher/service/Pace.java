package dev.tapewire.launcher.service;

/**
 * The ceiling on how fast audio may come, as a bucket that fills with the clock: what was not used
 * for long is lost. Confined to the server's lock.
 */
final class Pace {
  // How much later than its time a message may come, in seconds of the wall.
  private static final double LATE_SECONDS = 2;

  private final double timesRealTime;
  private final double most;
  private double room;
  private long lastNs;

  Pace(Scale scale, double ceiling, long nowNs) {
    timesRealTime = ceiling * scale.times();
    most = LATE_SECONDS * timesRealTime;
    room = most;
    lastNs = nowNs;
  }

  /** {@return whether {@code seconds} of audio may come now; if so they are counted} */
  boolean takes(double seconds, long nowNs) {
    room = Math.max(room, Math.min(most, room + (nowNs - lastNs) / 1e9 * timesRealTime));
    lastNs = nowNs;
    if (seconds > room) {
      return false;
    }
    room -= seconds;
    return true;
  }

  /** Nothing was read for {@code ns}; what waits was sent in time. */
  void excuse(long ns) {
    room += ns / 1e9 * timesRealTime;
  }
}
