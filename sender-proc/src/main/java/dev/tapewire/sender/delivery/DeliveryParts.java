package dev.tapewire.sender.delivery;

import dev.tapewire.common.checkpoint.CheckpointStore;
import dev.tapewire.common.tape.TapeReader;
import java.util.random.RandomGenerator;

/**
 * What a delivery is made of. Immutable.
 *
 * @param tape read from {@code plan.first()} on; the delivery closes it
 * @param store of this destination's checkpoint; its owner closes it
 * @param profile {@code auto}, {@code tapewire}, {@code raw} or a speech service's
 * @param service what goes with a speech service; null: it is none
 * @param startNs what the server may take to answer the upgrade, and a service to be ready, the
 *     first time; 0: what is usual
 */
public record DeliveryParts(
    Plan plan,
    TapeReader tape,
    CheckpointStore store,
    LinkFactory links,
    Pacing pacing,
    String profile,
    RandomGenerator random,
    ServiceTerms service,
    long startNs) {
  /** A delivery to no speech service, whose server starts as fast as most. */
  public DeliveryParts(
      Plan plan,
      TapeReader tape,
      CheckpointStore store,
      LinkFactory links,
      Pacing pacing,
      String profile,
      RandomGenerator random) {
    this(plan, tape, store, links, pacing, profile, random, null, 0);
  }
}
