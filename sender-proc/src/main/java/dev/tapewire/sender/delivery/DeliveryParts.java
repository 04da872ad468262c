package dev.tapewire.sender.delivery;

import dev.tapewire.common.checkpoint.CheckpointStore;
import dev.tapewire.common.tape.TapeReader;
import java.util.random.RandomGenerator;

/**
 * What a delivery is made of. Immutable.
 *
 * @param tape read from {@code plan.first()} on; the delivery closes it
 * @param store of this destination's checkpoint; its owner closes it
 * @param profile {@code auto}, {@code tapewire} or {@code raw}
 */
public record DeliveryParts(
    Plan plan,
    TapeReader tape,
    CheckpointStore store,
    LinkFactory links,
    Pacing pacing,
    String profile,
    RandomGenerator random) {}
