package dev.tapewire.sender.link;

import dev.tapewire.sender.delivery.CatchUp;
import dev.tapewire.sender.delivery.ServiceKey;
import dev.tapewire.sender.service.Service;
import dev.tapewire.sender.service.Settings;

/**
 * A speech service, and what is asked of it. Immutable.
 *
 * @param key of the service
 * @param catchUp what a new link does about a backlog
 */
public record ServiceChoice(Service service, Settings settings, ServiceKey key, CatchUp catchUp) {
  /** Hides the key. */
  @Override
  public String toString() {
    return service.sheet().name();
  }
}
