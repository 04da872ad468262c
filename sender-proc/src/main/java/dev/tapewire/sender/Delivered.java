package dev.tapewire.sender;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.session.DeliveryKey;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import java.io.IOException;

/**
 * Whether a destination has a session that this process can't open: one that is sealed, without its
 * key, or one whose tape is gone. Safe for use by any thread.
 */
final class Delivered {
  private Delivered() {}

  /** {@return whether all of the session is confirmed, as far as its files tell} */
  static boolean isAll(SessionPaths paths, Destination to) {
    String key = DeliveryKey.find(paths, to);
    if (key == null) {
      return false;
    }
    try {
      Checkpoint confirmed = MappedCheckpointStore.read(paths.checkpoint(key));
      if (confirmed.complete()) {
        SessionSummary summary = SessionSummary.read(paths);
        return summary == null || summary.ended(); // Else a power cut took the end, and it went on.
      }
      return !confirmed.incarnation().isEmpty() && isAllOfTheTape(paths, confirmed);
    } catch (IOException | RuntimeException unreadable) {
      return false;
    }
  }

  /** What is sealed is counted all the same. */
  private static boolean isAllOfTheTape(SessionPaths paths, Checkpoint confirmed) {
    try (TapeReader tape = Tape.openReader(paths)) {
      return tape.span(confirmed.incarnation()) != null && confirmed.next() >= tape.endNumber();
    }
  }
}
