package dev.tapewire.capture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A name for a session that was given none: UTC time and source. */
public final class SessionName {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final int SOURCE_CHARS_MAX = 40;

  private SessionName() {}

  /** {@return a name that no session under {@code tapes} has} */
  public static String make(Path tapes, CaptureSpec spec, long epochNs) {
    return make(tapes, spec, epochNs, Set.of());
  }

  /** {@return a name that no session under {@code tapes} has, and none of {@code taken} is} */
  static String make(Path tapes, CaptureSpec spec, long epochNs, Set<String> taken) {
    String time = TIME.format(Instant.ofEpochSecond(TimeUnit.NANOSECONDS.toSeconds(epochNs)));
    String name = time + "-" + slug(spec);
    String free = name;
    for (int i = 2; taken.contains(free) || Files.exists(tapes.resolve(free)); i++) {
      free = name + "-" + i;
    }
    return free;
  }

  private static String slug(CaptureSpec spec) {
    String text =
        switch (spec.kind()) {
          case MIC -> "mic";
          case TONE -> "tone";
          case STDIN -> "stdin";
          case COMMAND -> firstWord(spec.source());
          case FILE -> Path.of(spec.source()).getFileName().toString().replaceFirst("\\.\\w*$", "");
        };
    String safe = text.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^-+|-+$", "");
    String known = safe.isEmpty() ? "audio" : safe;
    return known.substring(0, Math.min(known.length(), SOURCE_CHARS_MAX));
  }

  private static String firstWord(String source) {
    String command = source.substring(SourceKind.COMMAND_PREFIX.length()).strip();
    return Path.of(command.split("\\s", 2)[0]).getFileName() == null
        ? "cmd"
        : Path.of(command.split("\\s", 2)[0]).getFileName().toString();
  }
}
