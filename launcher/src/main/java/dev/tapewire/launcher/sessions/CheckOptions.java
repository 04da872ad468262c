package dev.tapewire.launcher.sessions;

import dev.tapewire.common.cli.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What {@code status --check} takes for good. Confined to the main thread. */
final class CheckOptions {
  private static final Duration NS_MAX = Duration.ofNanos(Long.MAX_VALUE);

  @SuppressWarnings("UnusedVariable") // Required, so that the others stand beside it alone.
  @Option(
      names = "--check",
      required = true,
      description =
          "say nothing and end with 0 if something records or sends, every process runs that"
              + " should, no input is dead, every destination keeps up and the disk has space;"
              + " else say what is wrong and end with 4")
  private boolean check;

  @Option(
      names = "--max-lag",
      paramLabel = "DUR",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description = "how far a destination may be behind (default: 30s)")
  private Duration lagMax;

  @Option(
      names = "--max-silence",
      paramLabel = "DUR",
      converter = DurationConverter.class,
      description = "how long an input may be silent; a pause is none (default: for ever)")
  private Duration silenceMax;

  @Option(
      names = "--min-space",
      paramLabel = "DUR",
      defaultValue = "1h",
      converter = DurationConverter.class,
      description = "for how long the disk must last (default: 1h)")
  private Duration spaceMin;

  @Option(names = "--allow-idle", description = "nothing need run")
  private boolean idleAllowed;

  /** {@return what is still good} */
  Health.Thresholds thresholds() {
    return new Health.Thresholds(
        ns(lagMax),
        silenceMax == null ? Long.MAX_VALUE : ns(silenceMax),
        ns(spaceMin),
        idleAllowed);
  }

  /** What people write may be longer than a long of nanoseconds, 292 years. */
  private static long ns(Duration duration) {
    return duration.compareTo(NS_MAX) < 0 ? duration.toNanos() : Long.MAX_VALUE;
  }
}
