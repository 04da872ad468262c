package dev.tapewire.receiver.reception;

import java.util.List;

/**
 * What a ledger holds of a delivery. Immutable.
 *
 * @param states durable states by their {@code next}, oldest first
 * @param gaps by their position; those beyond the newest state are not durable
 */
public record Stored(List<DeliveryState> states, List<StoredGap> gaps) {
  /** Nothing. */
  public static final Stored NOTHING = new Stored(List.of(), List.of());

  /** Copies the lists. */
  public Stored {
    states = List.copyOf(states);
    gaps = List.copyOf(gaps);
  }
}
