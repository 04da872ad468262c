package dev.tapewire.common.record;

/**
 * A sample position against the clocks. Immutable.
 *
 * @param position samples per channel since the session's start
 * @param epochNs UTC, ns since 1970
 * @param monotonicNs the machine's monotonic clock, ns
 */
public record Anchor(long position, long epochNs, long monotonicNs) {}
