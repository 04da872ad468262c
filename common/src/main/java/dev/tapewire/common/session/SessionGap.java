package dev.tapewire.common.session;

import dev.tapewire.common.record.GapReason;

/**
 * A gap of a session. Immutable.
 *
 * @param atSamples position of the first lost sample
 * @param samples lost, per channel
 * @param reason why
 */
public record SessionGap(long atSamples, long samples, GapReason reason) {}
