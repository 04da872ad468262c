package dev.tapewire.common.record;

/**
 * What a session goes on from, where one recording is split into several. Immutable.
 *
 * @param session the session before it
 * @param position of its first sample on the timeline of the whole recording: samples per channel
 *     since the start of the first session
 */
public record Continues(String session, long position) {}
