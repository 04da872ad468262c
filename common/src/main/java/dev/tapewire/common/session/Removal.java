package dev.tapewire.common.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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
    List<DirectoryLock> locks = new ArrayList<>();
    try {
      for (Path file : lockFiles(paths)) {
        DirectoryLock lock = DirectoryLock.tryAcquire(file);
        if (lock == null) {
          return DirectoryLock.holder(file);
        }
        locks.add(lock);
      }
      Files.createDirectories(tapes.resolve(DIRECTORY));
      erase(aside(tapes, paths.id())); // Of an earlier session of the name.
      Files.move(paths.directory(), aside(tapes, paths.id()), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      locks.forEach(DirectoryLock::close);
    }
    sync(tapes);
    erase(aside(tapes, paths.id()));
    return null;
  }

  /** Finishes what a kill left of removals. {@return the sessions that they were of} */
  public static List<String> finish(Path tapes) throws IOException {
    List<String> finished = new ArrayList<>();
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
      erase(directory);
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
    if (Files.isDirectory(paths.destinations())) {
      try (DirectoryStream<Path> each = Files.newDirectoryStream(paths.destinations())) {
        each.forEach(to -> files.add(paths.sendLock(to.getFileName().toString())));
      }
    }
    return files;
  }

  /** Deletes a directory and all that is in it, if it is there. */
  public static void erase(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException gone) {
      return;
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
    sync(directory.getParent());
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory)) {
      channel.force(true);
    }
  }
}
