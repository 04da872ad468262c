package dev.tapewire.sender.delivery;

import java.util.concurrent.TimeUnit;

/**
 * What a new link with a service does about a backlog. Immutable.
 *
 * @param newestNs only so much of it is sent, the newest; 0: all of it, in order
 * @param gapFollows what is left behind is not skipped: it follows on a second session
 */
public record CatchUp(long newestNs, boolean gapFollows) {
  /** Everything, in order. */
  public static final CatchUp ALL = new CatchUp(0, false);

  /**
   * The live edge at once, the rest behind it. It begins in the quietest place of the last half
   * second: a word cut there would be heard by neither session.
   */
  public static final CatchUp LIVE_FIRST = new CatchUp(TimeUnit.MILLISECONDS.toNanos(500), true);

  /** {@return only the newest, what is before it is skipped} */
  public static CatchUp latest(long newestNs) {
    return new CatchUp(newestNs, false);
  }
}
