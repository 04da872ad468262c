package dev.tapewire.capture;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.Removal;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.Clock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A session of which not one sample was recorded, as its source failed at once: it is taken away,
 * so that nobody delivers it and the next attempt may have its name.
 */
final class EmptySession {
  /** A sender looks every 500 ms whether a session is still owed, on a busy machine later. */
  private static final long SENDER_NS_MAX = 10_000_000_000L;

  private static final long POLL_NS = 50_000_000L;

  private EmptySession() {}

  /** Takes it away; a sender that has it open lets go of what is not owed any more. */
  static void discard(SessionPaths paths, Clock clock, Log log) {
    long untilNs = clock.monotonicNs() + SENDER_NS_MAX;
    try {
      String holder = abandonAndRemove(paths);
      while (holder != null && clock.monotonicNs() < untilNs) {
        LockSupport.parkNanos(POLL_NS);
        holder = abandonAndRemove(paths);
      }
      if (holder != null) {
        log.warn("session " + paths.id() + ", which is empty, is held by process " + holder);
      }
    } catch (IOException e) {
      log.warn(
          "can't remove session " + paths.id() + ", which is empty: " + IoReason.withFile(e), e);
    }
  }

  private static String abandonAndRemove(SessionPaths paths) throws IOException {
    String holder = Removal.remove(paths);
    if (holder != null && Files.isDirectory(paths.destinations())) {
      try (DirectoryStream<Path> each = Files.newDirectoryStream(paths.destinations())) {
        for (Path to : each) {
          paths.abandoned(to.getFileName().toString()).set();
        }
      }
    }
    return holder;
  }
}
