package dev.tapewire.launcher.replies;

import java.util.List;

/**
 * A subtitle. Immutable.
 *
 * @param fromMs since the session's start
 * @param untilMs since the session's start, after {@code fromMs}
 * @param rows of text, one or two
 */
record Cue(long fromMs, long untilMs, List<String> rows) {
  Cue {
    rows = List.copyOf(rows);
  }
}
