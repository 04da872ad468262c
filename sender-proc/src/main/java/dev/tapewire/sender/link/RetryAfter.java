package dev.tapewire.sender.link;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;

/**
 * When a server that refuses asks to be tried again: RFC 9110, 10.2.3. Safe for use by any thread.
 */
final class RetryAfter {
  /** Nobody waits longer; so no number is too large. */
  private static final long SECONDS_MAX = TimeUnit.DAYS.toSeconds(1);

  private RetryAfter() {}

  /** {@return how long, ns; 0: it does not say, or what it says is none} */
  static long ns(Response response) {
    String asked = response.header("Retry-After", "").strip();
    if (asked.matches("\\d{1,18}")) {
      return TimeUnit.SECONDS.toNanos(Math.min(Long.parseLong(asked), SECONDS_MAX));
    }
    // A date is by the server's clock, which may not be ours; its answer has one, too.
    Instant until = date(asked);
    Instant now = date(response.header("Date", ""));
    if (until == null || now == null) {
      return 0;
    }
    long seconds = Math.max(0, Duration.between(now, until).toSeconds());
    return TimeUnit.SECONDS.toNanos(Math.min(seconds, SECONDS_MAX));
  }

  private static Instant date(String text) {
    try {
      return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
