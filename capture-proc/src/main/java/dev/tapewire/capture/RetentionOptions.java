package dev.tapewire.capture;

import dev.tapewire.common.cli.DurationConverter;
import dev.tapewire.common.error.TapewireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Options that say what may be dropped to make room; a picocli mixin. Confined to one thread. */
public final class RetentionOptions {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMGT])");
  private static final String STOP = "stop";
  private static final String DROP = "drop-oldest-delivered";

  @Option(
      names = "--when-full",
      paramLabel = "WHAT",
      defaultValue = STOP,
      description = {
        "when the disk is full, but for a reserve of 2 %%, at least 4 MiB: stop (record on",
        "when there is space) or drop-oldest-delivered; default: ${DEFAULT-VALUE}"
      })
  private String whenFull;

  @Option(
      names = "--keep-for",
      paramLabel = "DUR",
      converter = DurationConverter.class,
      description = "drop audio that is older and delivered everywhere, as 72h (default: keep)")
  private Duration keepFor;

  @Option(
      names = "--keep-size",
      paramLabel = "SIZE",
      description = "drop the oldest delivered audio over this size of all tapes, as 64M or 2G")
  private String keepSize;

  /** Refuses what is no rule. */
  public void check() {
    rules();
  }

  /**
   * {@return the rules}
   *
   * @throws TapewireException wrong usage, naming the option and the value
   */
  RetentionRules rules() {
    if (!whenFull.equals(STOP) && !whenFull.equals(DROP)) {
      throw TapewireException.usage("--when-full " + whenFull + ": use " + STOP + " or " + DROP);
    }
    if (keepFor != null && keepFor.isZero()) {
      throw TapewireException.usage("--keep-for 0: use 1s or more");
    }
    long keepForMs = keepFor == null ? 0 : keepFor.toMillis();
    return new RetentionRules(whenFull.equals(DROP), keepForMs, keepBytes());
  }

  private long keepBytes() {
    if (keepSize == null) {
      return 0;
    }
    Matcher m = SIZE.matcher(keepSize);
    long count = m.matches() ? Long.parseLong(m.group(1)) : 0;
    if (count == 0) {
      throw TapewireException.usage("--keep-size " + keepSize + ": write a size, as 64M or 2G");
    }
    return switch (m.group(2)) {
      case "K" -> count << 10;
      case "M" -> count << 20;
      case "G" -> count << 30;
      default -> count << 40;
    };
  }

  /** {@return the arguments that say the same to another process} */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("--when-full", whenFull));
    if (keepFor != null) {
      arguments.addAll(List.of("--keep-for", keepFor.toMillis() + "ms"));
    }
    if (keepSize != null) {
      arguments.addAll(List.of("--keep-size", keepSize));
    }
    return arguments;
  }
}
