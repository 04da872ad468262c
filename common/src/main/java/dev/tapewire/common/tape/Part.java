package dev.tapewire.common.tape;

import dev.tapewire.common.session.SessionPaths;

/**
 * A session of a recording that may have been split. Immutable.
 *
 * @param start where its first sample stands on the timeline of what was asked for: samples per
 *     channel since the start of the whole recording, or 0 if this session alone was
 */
public record Part(SessionPaths paths, long start) {}
