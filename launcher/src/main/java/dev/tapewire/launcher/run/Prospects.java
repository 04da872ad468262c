package dev.tapewire.launcher.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.process.ProcessFile;
import dev.tapewire.common.session.DirectoryLock;
import dev.tapewire.common.session.Liveness;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What would make a run fail at once, again and again, looked at before anything is started. */
final class Prospects {
  /** A capture whose supervisor was killed notices that in half a second and ends its tape. */
  private static final long ORPHAN_NS_MAX = TimeUnit.SECONDS.toNanos(10);

  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private Prospects() {}

  /**
   * Checks them.
   *
   * @param received where a receiver of its own is to write; null: there is none
   * @throws TapewireException failed, naming what stands in the way
   */
  static void check(Path tapes, String session, Path received, Clock clock) {
    if (received != null) {
      checkWritable("--received", received);
    }
    checkNotRecorded(tapes, session, clock);
  }

  private static void checkWritable(String option, Path directory) {
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(Files.createTempFile(directory, ".tapewire-", ".probe"));
    } catch (IOException e) {
      throw TapewireException.failed(
          option + " " + directory + ": can't write there: " + IoReason.of(e) + "; choose another",
          e);
    }
  }

  /** Of a run that was killed, the capture process ends by itself: it is waited for. */
  private static void checkNotRecorded(Path tapes, String session, Clock clock) {
    long sinceNs = clock.monotonicNs();
    SessionPaths busy = recorded(tapes, session, clock);
    while (busy != null
        && !isSupervised(tapes, session)
        && clock.monotonicNs() - sinceNs < ORPHAN_NS_MAX) {
      LockSupport.parkNanos(LOOK_NS);
      busy = recorded(tapes, session, clock);
    }
    if (busy != null) {
      throw TapewireException.failed(
          "session "
              + busy.id()
              + " is being recorded by process "
              + DirectoryLock.holder(busy.captureLock())
              + " already; stop that first, or choose another --session");
    }
  }

  private static SessionPaths recorded(Path tapes, String session, Clock clock) {
    return SessionParts.of(tapes, session).stream()
        .filter(part -> new Liveness(part).isRecording(clock.monotonicNs()))
        .findFirst()
        .orElse(null);
  }

  private static boolean isSupervised(Path tapes, String session) {
    for (JsonObject process : ProcessFile.live(tapes)) {
      JsonElement of = process.get("session");
      if (of != null && of.isJsonPrimitive() && of.getAsString().equals(session)) {
        return true;
      }
    }
    return false;
  }
}
