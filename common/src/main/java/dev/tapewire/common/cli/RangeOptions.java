package dev.tapewire.common.cli;

import dev.tapewire.common.error.TapewireException;
import picocli.CommandLine.Option;

/** A range of a session, {@code [from, until)}; a picocli mixin. Confined to the main thread. */
public final class RangeOptions {
  @Option(
      names = "--from",
      paramLabel = "T",
      converter = SessionTime.Converter.class,
      description = "start here, [[HH:]MM:]SS[.mmm] from the session's start")
  private SessionTime from;

  @Option(
      names = "--until",
      paramLabel = "T",
      converter = SessionTime.Converter.class,
      description = "stop before here")
  private SessionTime until;

  /**
   * Refuses an empty range, before anything is opened for it.
   *
   * @throws TapewireException wrong usage
   */
  public void check() {
    untilPosition(1);
  }

  /** {@return the first position of the range} */
  public long fromPosition(int sampleRateHz) {
    return from == null ? 0 : from.position(sampleRateHz);
  }

  /**
   * {@return one past the last position of the range; {@code Long.MAX_VALUE} if it has no end}
   *
   * @throws TapewireException wrong usage, if the range is empty
   */
  public long untilPosition(int sampleRateHz) {
    if (until == null) {
      return Long.MAX_VALUE;
    }
    if (from != null && from.micros() >= until.micros()) {
      throw TapewireException.usage("--until is not after --from; the range is empty");
    }
    return until.position(sampleRateHz);
  }
}
