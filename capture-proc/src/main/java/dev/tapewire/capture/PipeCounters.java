package dev.tapewire.capture;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.session.SessionPaths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Where the reader thread counts what it takes out of a pipe: in memory that outlives a life of
 * capture but no boot, as the pipe does. Not beside the tape, where there is such memory: a store
 * to a mapped file waits as long as its disk does, and the reader thread must not. Confined to one
 * thread; the counters are not.
 */
final class PipeCounters {
  /** Linux's memory as a file system; anybody may write there. */
  private static final Path MEMORY = Path.of("/dev/shm");

  private static final Path SELF = Path.of("/proc/self");
  private static final Set<PosixFilePermission> OURS_ALONE =
      PosixFilePermissions.fromString("rwx------");

  private final Path file;
  private final CounterFile<CaptureCounter> counters;

  private PipeCounters(Path file, CounterFile<CaptureCounter> counters) {
    this.file = file;
    this.counters = counters;
  }

  /** Opens those of a session, as an earlier life left them. */
  static PipeCounters open(SessionPaths session) {
    return open(session, MEMORY);
  }

  /** Opens those of a session under {@code memory}, or beside the tape if that can't be. */
  static PipeCounters open(SessionPaths session, Path memory) {
    Path file = place(session, memory);
    try {
      return new PipeCounters(file, CounterFile.openWriter(file, CaptureCounter.class));
    } catch (IOException e) {
      throw TapewireException.failed("can't write " + file + ": " + IoReason.of(e), e);
    }
  }

  /** {@return those that an earlier life of a session left; null: none did} */
  static PipeCounters find(SessionPaths session) {
    Path file = place(session, MEMORY);
    return Files.exists(file) ? open(session) : null;
  }

  /** {@return where the head of that pipe is remembered; null: nothing outlives this life} */
  static Path head(long pipeId) {
    Path ours = pipeId == 0 || !Files.isDirectory(MEMORY) ? null : ours(MEMORY);
    return ours == null ? null : ours.resolve("pipe-" + Long.toHexString(pipeId) + ".head");
  }

  private static Path place(SessionPaths session, Path memory) {
    if (!Files.isDirectory(memory)) {
      return session.capturePipe();
    }
    String absolute = session.directory().toAbsolutePath().normalize().toString();
    UUID name = UUID.nameUUIDFromBytes(absolute.getBytes(StandardCharsets.UTF_8));
    Path ours = ours(memory);
    return ours == null ? session.capturePipe() : ours.resolve(name + ".pipe");
  }

  /** {@return a directory of ours alone, or null: there is no leave to write there} */
  private static Path ours(Path memory) {
    try {
      Path ours = memory.resolve("tapewire-" + Files.getAttribute(SELF, "unix:uid"));
      Files.createDirectories(ours, PosixFilePermissions.asFileAttribute(OURS_ALONE));
      return isOursAlone(ours) ? ours : null;
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  /** Another may have been first at the name, to lead our writes elsewhere. */
  private static boolean isOursAlone(Path directory) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return found.isDirectory()
        && found.owner().equals(Files.getOwner(SELF))
        && found.permissions().equals(OURS_ALONE);
  }

  /** {@return the counters} */
  CounterFile<CaptureCounter> counters() {
    return counters;
  }

  /** Removes them: the session is over. */
  void forget(Log log) {
    try {
      Path head = head(counters.get(CaptureCounter.PIPE_ID));
      if (head != null) {
        Files.deleteIfExists(head);
      }
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.warn("can't remove " + file + ": " + IoReason.of(e), e);
    }
  }
}
