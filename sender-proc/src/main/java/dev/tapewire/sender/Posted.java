package dev.tapewire.sender;

import dev.tapewire.sender.delivery.Delivery;
import dev.tapewire.sender.delivery.LinkEvent;

/**
 * An event on its way from the network's threads to the agent thread. Immutable.
 *
 * @param to whose link it is about
 */
record Posted(Delivery to, LinkEvent event) {}
