package dev.tapewire.sender.service;

import java.net.URI;

/** One speech service. Immutable. */
public interface Service {
  /** {@return its facts} */
  Sheet sheet();

  /**
   * {@return how a link to it is opened}
   *
   * @param at its address: the endpoint's, or what the user gave instead
   * @throws dev.tapewire.common.error.TapewireException wrong usage, if a setting is wrong
   */
  default Opening opening(URI at, Settings settings) {
    return Opening.at(at, sheet().query(settings));
  }

  /**
   * {@return the talk over one link that is open now}
   *
   * @param key of the service, or null if it needs none; most have it from the link's opening
   */
  Talk talk(Settings settings, String key, Mouth mouth, Ear ear);
}
