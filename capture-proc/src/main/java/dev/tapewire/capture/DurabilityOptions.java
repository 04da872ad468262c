package dev.tapewire.capture;

import dev.tapewire.common.cli.DurationConverter;
import dev.tapewire.common.error.TapewireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that say what recorded audio survives; a picocli mixin. Confined to the main thread. */
public final class DurabilityOptions {
  private static final Duration WITHIN_DEFAULT = Duration.ofSeconds(1);

  /** A disk that turns needs some 20 ms for a sync; twice as often it would do nothing else. */
  private static final Duration WITHIN_MIN = Duration.ofMillis(100);

  private static final Duration WITHIN_MAX = Duration.ofHours(1);

  @Option(
      names = "--durability",
      paramLabel = "WHAT",
      defaultValue = "process",
      description = {
        "what recorded audio survives: process (the death of any process) or",
        "os (a power cut, too: the tape is synced); default: ${DEFAULT-VALUE}"
      })
  private String what;

  @Option(
      names = "--sync-within",
      paramLabel = "DUR",
      converter = DurationConverter.class,
      description = "with --durability os: audio is on the disk by that age (default: 1s)")
  private Duration within;

  /** Refuses what is no durability. */
  public void check() {
    durability();
  }

  /**
   * {@return what recorded audio is to survive}
   *
   * @throws TapewireException wrong usage, naming the option and the value
   */
  Durability durability() {
    if (what.equals("process") && within == null) {
      return Durability.PROCESS;
    }
    if (what.equals("process")) {
      throw TapewireException.usage("--sync-within needs --durability os");
    }
    if (!what.equals("os")) {
      throw TapewireException.usage("--durability " + what + ": use process or os");
    }
    Duration chosen = within == null ? WITHIN_DEFAULT : within;
    if (chosen.compareTo(WITHIN_MIN) < 0 || chosen.compareTo(WITHIN_MAX) > 0) {
      throw TapewireException.usage(
          "--sync-within " + chosen.toMillis() + "ms: use 100ms or more, at most 1h");
    }
    return new Durability(chosen.toNanos());
  }

  /** {@return the arguments that say the same to another process} */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("--durability", what));
    if (within != null) {
      arguments.addAll(List.of("--sync-within", within.toMillis() + "ms"));
    }
    return arguments;
  }
}
