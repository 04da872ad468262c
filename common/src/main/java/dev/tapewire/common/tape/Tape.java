package dev.tapewire.common.tape;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.Clock;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Opens tapes. */
public final class Tape {
  private Tape() {}

  /**
   * Begins a session, or goes on with an unfinished one as a new incarnation.
   *
   * @param random gives the incarnation's id
   * @throws TapewireException if another process records it, it has ended, its source or format
   *     differ, its format is newer, or the directory can't be written
   */
  public static TapeWriter openWriter(
      SessionPaths paths, NewSession wanted, Clock clock, RandomGenerator random) {
    return Objects.requireNonNull(null);
  }

  /**
   * Opens a session for reading.
   *
   * @throws TapewireException if there is no such session, or its format is newer
   */
  public static TapeReader openReader(SessionPaths paths) {
    return Objects.requireNonNull(null);
  }
}
