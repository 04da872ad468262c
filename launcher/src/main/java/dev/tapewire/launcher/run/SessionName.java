package dev.tapewire.launcher.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Predicate;

/** Makes the name of a new session from UTC time and source. */
final class SessionName {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int SOURCE_CHARS_MAX = 40; // So that time, number and it stay below 80.

  private SessionName() {}

  /** {@return such a name that is not {@code taken}} */
  static String make(Instant now, String source, Predicate<String> taken) {
    String name = TIME.format(now) + "-" + shortened(source);
    String candidate = name;
    for (int i = 2; taken.test(candidate); i++) {
      candidate = name + "-" + i;
    }
    return candidate;
  }

  private static String shortened(String source) {
    if (source.equals("-")) {
      return "stdin";
    }
    if (source.equals("mic") || source.startsWith("mic:")) {
      return "mic";
    }
    if (source.startsWith("cmd:")) {
      return "cmd";
    }
    String file = source.substring(source.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    String base = dot > 0 ? file.substring(0, dot) : file;
    String plain = base.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^-+|-+$", "");
    String cut = plain.substring(0, Math.min(plain.length(), SOURCE_CHARS_MAX));
    return cut.isEmpty() ? "file" : cut;
  }
}
