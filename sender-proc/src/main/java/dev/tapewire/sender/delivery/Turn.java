package dev.tapewire.sender.delivery;

/**
 * One call's worth of time. Immutable.
 *
 * @param nowNs the monotonic clock
 * @param mayStream false: others go first, send no records now
 * @param draining no more will be recorded: when all on the tape is confirmed, that is the end
 */
public record Turn(long nowNs, boolean mayStream, boolean draining) {}
