package dev.tapewire.common.cli;

import dev.tapewire.common.error.TapewireException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/**
 * A time since a session's start, as people write it: {@code [[HH:]MM:]SS[.mmm]}. Immutable.
 *
 * @param micros microseconds; finer than a sample at any rate up to 768 kHz is not wanted of people
 */
public record SessionTime(long micros) {
  private static final Pattern FORM =
      Pattern.compile("(?:(?:(\\d{1,6}):)?(\\d{1,9}):)?(\\d{1,9})(?:\\.(\\d{1,6}))?");
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int FRACTION_DIGITS = 6;

  /**
   * Reads {@code text}.
   *
   * @throws TapewireException wrong usage, naming the value and the form
   */
  public static SessionTime parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()
        || (m.group(2) != null && field(m, 3) >= SECONDS_PER_MINUTE)
        || (m.group(1) != null && field(m, 2) >= SECONDS_PER_MINUTE)) {
      throw TapewireException.usage("'" + text + "' is not a time; write [[HH:]MM:]SS[.mmm]");
    }
    long minutes = field(m, 1) * SECONDS_PER_MINUTE + field(m, 2);
    long seconds = minutes * SECONDS_PER_MINUTE + field(m, 3);
    String fraction = m.group(4) == null ? "" : m.group(4);
    String padded = fraction + "0".repeat(FRACTION_DIGITS - fraction.length());
    return new SessionTime(seconds * MICROS_PER_SECOND + Long.parseLong(padded));
  }

  /** {@return the position at this time, rounded to the nearest sample} */
  public long position(int sampleRateHz) {
    long seconds = micros / MICROS_PER_SECOND;
    long rest = micros % MICROS_PER_SECOND;
    return seconds * sampleRateHz
        + (rest * sampleRateHz + MICROS_PER_SECOND / 2) / MICROS_PER_SECOND;
  }

  private static long field(Matcher m, int group) {
    return m.group(group) == null ? 0 : Long.parseLong(m.group(group));
  }

  /** Reads it from a command line. Immutable. */
  public static final class Converter implements ITypeConverter<SessionTime> {
    @Override
    public SessionTime convert(String value) {
      return parse(value);
    }
  }
}
