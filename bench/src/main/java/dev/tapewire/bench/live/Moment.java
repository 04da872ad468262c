package dev.tapewire.bench.live;

/**
 * When a stretch of samples was somewhere. Immutable.
 *
 * @param atNs monotonic ns
 * @param from the first sample's place in what was played
 * @param end one past the last sample's place in what was played
 */
record Moment(long atNs, long from, long end) {}
