package dev.tapewire.capture;

import java.nio.file.Path;

/**
 * A source and the session that it is to be recorded as. Immutable.
 *
 * @param session its id; null: made when the source is open
 * @param splitNs how long a session may be; 0: as long as it will
 * @param piped how a command's output comes as standard input; null: it does not
 */
record SourcePlan(String session, CaptureSpec spec, long splitNs, Piped piped) {
  /**
   * A command that the supervisor runs. Immutable.
   *
   * @param source as the tape names it
   * @param exit the file that will tell its exit code; null: none will
   */
  record Piped(String source, Path exit) {}
}
