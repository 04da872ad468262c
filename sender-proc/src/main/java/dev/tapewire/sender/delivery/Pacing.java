package dev.tapewire.sender.delivery;

/** When a record may be sent at the earliest. Confined to the agent thread. */
public interface Pacing {
  /** As fast as the window allows. */
  Pacing FLAT_OUT = (endPosition, nowNs) -> true;

  /** {@return whether audio that ends at {@code endPosition} may be sent now} */
  boolean due(long endPosition, long nowNs);
}
