package dev.tapewire.capture.source;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.time.Clock;
import java.util.function.LongConsumer;

/**
 * What a source needs of the world. Immutable.
 *
 * @param idle waits for so many ns
 */
public record Surroundings(Clock clock, LongConsumer idle, Log log) {}
