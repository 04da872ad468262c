package dev.tapewire.sender.delivery;

import dev.tapewire.sender.service.Opening;

/**
 * What a delivery wants of a new link. Immutable.
 *
 * @param number names the link in its events; a delivery never uses one twice
 * @param offersTapewire whether the subprotocol {@code tapewire.v1} is offered
 * @param opening how a speech service is reached; null: there is none, straight to the destination
 * @param again a lost link whose session is opened again, whatever it takes; null: a new one
 */
public record LinkRequest(long number, boolean offersTapewire, Opening opening, Link again) {
  /** A link straight to the destination. */
  public LinkRequest(long number, boolean offersTapewire) {
    this(number, offersTapewire, null, null);
  }
}
