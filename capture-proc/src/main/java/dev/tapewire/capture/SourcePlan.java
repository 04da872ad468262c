package dev.tapewire.capture;

/**
 * A source and the session that it is to be recorded as. Immutable.
 *
 * @param session its id; null: made when the source is open
 * @param splitNs how long a session may be; 0: as long as it will
 * @param piped whether a command's output comes as standard input
 */
record SourcePlan(String session, CaptureSpec spec, long splitNs, boolean piped) {}
