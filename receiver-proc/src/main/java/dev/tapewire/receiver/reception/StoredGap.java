package dev.tapewire.receiver.reception;

import dev.tapewire.common.record.GapReason;

/**
 * Samples that were lost before they reached a tape, stored as silence. Immutable.
 *
 * @param atSamples samples per channel before it, since the session's start
 * @param samples how many per channel
 * @param reason why
 */
public record StoredGap(long atSamples, long samples, GapReason reason) {}
