package dev.tapewire.launcher.sessions;

import java.util.Locale;

/** Figures for people. */
public final class Durations {
  private static final long NS_PER_MS = 1_000_000L;
  private static final long MS_PER_SECOND = 1000;
  private static final long SECONDS_PER_MINUTE = 60;
  private static final long SECONDS_PER_HOUR = 3600;

  private Durations() {}

  /** {@return {@code 00:01:02.345}, rounded as every other line of ours rounds seconds} */
  public static String clock(long ns) {
    long ms = (ns + NS_PER_MS / 2) / NS_PER_MS;
    return String.format(Locale.ROOT, "%s.%03d", clockSeconds(ms * NS_PER_MS), ms % MS_PER_SECOND);
  }

  /** {@return {@code 00:01:02}} */
  public static String clockSeconds(long ns) {
    long seconds = ns / NS_PER_MS / MS_PER_SECOND;
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d",
        seconds / SECONDS_PER_HOUR,
        seconds / SECONDS_PER_MINUTE % SECONDS_PER_MINUTE,
        seconds % SECONDS_PER_MINUTE);
  }

  /** {@return {@code no gaps}, {@code 1 gap}, {@code 2 gaps}} */
  public static String gaps(long count) {
    return count == 0 ? "no gaps" : count == 1 ? "1 gap" : count + " gaps";
  }
}
