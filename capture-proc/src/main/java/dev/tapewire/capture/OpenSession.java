package dev.tapewire.capture;

import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.TapeWriter;

/**
 * A session that this process records. Immutable; its parts are not.
 *
 * @param pipe what the reader thread counts
 */
record OpenSession(SessionPaths paths, TapeWriter tape, PipeCounters pipe) {}
