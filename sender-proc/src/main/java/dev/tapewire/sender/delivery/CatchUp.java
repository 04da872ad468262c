package dev.tapewire.sender.delivery;

/**
 * What a new link with a service does about a backlog. Immutable.
 *
 * @param newestNs only so much of it is sent, the newest; 0: all of it, in order
 */
public record CatchUp(long newestNs) {
  /** Everything, in order. */
  public static final CatchUp ALL = new CatchUp(0);
}
