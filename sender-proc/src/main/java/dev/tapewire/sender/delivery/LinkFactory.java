package dev.tapewire.sender.delivery;

/** Opens links to one destination. Confined to the agent thread. */
public interface LinkFactory {
  /** Starts to connect and returns at once; the rest comes as {@link LinkEvent}s. */
  Link open(LinkRequest request);
}
