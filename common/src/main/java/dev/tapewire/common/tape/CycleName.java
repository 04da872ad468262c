package dev.tapewire.common.tape;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * The number of a tape file and its name, as Chronicle's five-minute cycle has them: the number
 * counts five-minute steps since 1970. We give the numbers out one after another, so the name of a
 * session's first file alone tells a time.
 */
final class CycleName {
  /** One step of the number, ms of Chronicle's time. */
  static final long CYCLE_MS = 5 * 60 * 1000;

  /** Ends the name of every tape file. */
  static final String SUFFIX = ".cq4";

  private static final long CYCLE_SECONDS = CYCLE_MS / 1000;
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmm'V'", Locale.ROOT);

  private CycleName() {}

  static String of(int cycle) {
    return LocalDateTime.ofEpochSecond(cycle * CYCLE_SECONDS, 0, ZoneOffset.UTC).format(FORMAT)
        + SUFFIX;
  }

  /** {@return the cycle of a tape file's name, or -1 if it is none} */
  static int parse(String name) {
    if (!name.endsWith(SUFFIX)) {
      return -1;
    }
    try {
      String stem = name.substring(0, name.length() - SUFFIX.length());
      long seconds = LocalDateTime.parse(stem, FORMAT).toEpochSecond(ZoneOffset.UTC);
      return seconds < 0 ? -1 : Math.toIntExact(seconds / CYCLE_SECONDS);
    } catch (DateTimeParseException notOurs) {
      return -1;
    }
  }
}
