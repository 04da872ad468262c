package dev.tapewire.sender.delivery;

/**
 * What a delivery wants of a new link. Immutable.
 *
 * @param number names the link in its events; a delivery never uses one twice
 * @param offersTapewire whether the subprotocol {@code tapewire.v1} is offered
 */
public record LinkRequest(long number, boolean offersTapewire) {}
