package dev.tapewire.common.session;

import dev.tapewire.common.file.Erasure;
import dev.tapewire.common.file.OwnFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a session away, all of it or nothing. One rename hides it from every reader; its files go
 * after that, and what a kill leaves of them is no session and is removed by {@link #finish}. Safe
 * for use by any thread.
 */
public final class Removal {
  /** Under a tapes directory; a name with a leading dot is no session. */
  static final String DIRECTORY = ".deleted";

  private Removal() {}

  /**
   * Removes the session, unless a process has it: then nothing is changed.
   *
   * @return null, or the id of the process that records or sends it
   */
  public static String remove(SessionPaths paths) throws IOException {
    Path tapes = paths.directory().toAbsolutePath().getParent();
    paths.check(paths.directory());
    List<DirectoryLock> locks = new ArrayList<>();
    try {
      for (Path file : lockFiles(paths)) {
        DirectoryLock lock = DirectoryLock.tryAcquire(file);
        if (lock == null) {
          return DirectoryLock.holder(file);
        }
        locks.add(lock);
      }
      OwnFiles.makeDirectories(tapes, tapes.resolve(DIRECTORY));
      Erasure.erase(aside(tapes, paths.id())); // Of an earlier session of the name.
      Files.move(paths.directory(), aside(tapes, paths.id()), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      locks.forEach(DirectoryLock::close);
    }
    DirectorySync.sync(tapes);
    Erasure.erase(aside(tapes, paths.id()));
    return null;
  }

  /**
   * Finishes what a kill left of removals. {@return the sessions that they were of}
   *
   * @throws dev.tapewire.common.file.StrangeFileException if there is a link where they are put
   */
  public static List<String> finish(Path tapes) throws IOException {
    List<String> finished = new ArrayList<>();
    OwnFiles.checkDirectories(tapes, tapes.resolve(DIRECTORY));
    try (DirectoryStream<Path> left = Files.newDirectoryStream(tapes.resolve(DIRECTORY))) {
      for (Path directory : left) {
        if (isErased(directory)) {
          finished.add(directory.getFileName().toString());
        }
      }
    } catch (NoSuchFileException none) {
      return finished;
    }
    return finished;
  }

  /** What can't be removed, such as another user's, waits for the next time and holds nobody. */
  private static boolean isErased(Path directory) {
    try {
      Erasure.erase(directory);
      return true;
    } catch (IOException | UncheckedIOException stays) {
      return false;
    }
  }

  private static Path aside(Path tapes, String id) {
    return tapes.resolve(DIRECTORY).resolve(id);
  }

  private static List<Path> lockFiles(SessionPaths paths) throws IOException {
    List<Path> files = new ArrayList<>(List.of(paths.captureLock()));
    if (OwnFiles.isDirectory(paths.destinations())) {
      try (DirectoryStream<Path> each =
          Files.newDirectoryStream(paths.destinations(), OwnFiles::isDirectory)) {
        each.forEach(to -> files.add(paths.sendLock(to.getFileName().toString())));
      }
    }
    return files;
  }
}
