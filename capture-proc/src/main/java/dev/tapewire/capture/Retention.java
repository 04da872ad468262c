package dev.tapewire.capture;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.TapeDisk;
import dev.tapewire.common.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Drops delivered audio by the rules, oldest first over all sessions of the tapes directory. Of
 * several capture processes there, one does it at a time: who has the lock; in a process there is
 * one of it. Confined to the housekeeping thread.
 */
final class Retention {
  /** With {@code drop-oldest-delivered} so much is kept free, above the reserve. */
  static final long ROOM_BYTES = 8L << 20;

  private static final String LOCK = ".retention.lock";

  /** A look takes at most this part of the time, however many sessions there are. */
  private static final int PART_MAX = 20;

  private static final long TURN_NS_MIN = 900_000_000L;

  private final Path tapes;
  private final Predicate<String> recordedHere;
  private final RetentionRules rules;
  private final TapeDisk disk;
  private final Clock clock;
  private final Log log;
  private long nextNs = Long.MIN_VALUE;
  private final Set<String> told = new HashSet<>();
  private boolean failed;
  private boolean over;

  /** What one turn drops. */
  private int files;

  private long droppedBytes;

  /**
   * Drops under {@code tapes}.
   *
   * @param recordedHere whether this process records a session: that never goes as a whole
   */
  Retention(Path tapes, Predicate<String> recordedHere, RetentionRules rules, Clock clock, Log log)
      throws IOException {
    this.tapes = tapes;
    this.recordedHere = recordedHere;
    this.rules = rules;
    this.disk = new TapeDisk(tapes);
    this.clock = clock;
    this.log = log;
  }

  /** Looks, and drops what is to be dropped. */
  void turn() {
    long beganNs = clock.monotonicNs();
    if (!rules.any() || beganNs < nextNs) {
      return;
    }
    try {
      sweepLocked();
      failed = false;
    } catch (IOException | UncheckedIOException | TapewireException e) {
      if (!failed) {
        failed = true;
        log.warn("can't drop delivered audio: " + IoReason.of(e) + "; tried again", e);
      }
    }
    long tookNs = clock.monotonicNs() - beganNs;
    nextNs = beganNs + Math.max(TURN_NS_MIN, PART_MAX * tookNs);
  }

  private void sweepLocked() throws IOException {
    Path lockFile = tapes.resolve(LOCK);
    try (FileChannel channel =
            OwnFiles.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        sweep();
      }
    }
  }

  private void sweep() throws IOException {
    List<Shelf> shelves = shelves();
    long totalBytes = shelves.stream().mapToLong(Shelf::bytes).sum();
    long wantedBytes = rules.dropWhenFull() ? ROOM_BYTES - disk.freeBytes() : 0;
    long oldestMs = rules.keepForMs() > 0 ? clock.epochNs() / 1_000_000 - rules.keepForMs() : 0;
    files = 0;
    droppedBytes = 0;
    while (true) {
      Shelf shelf = oldest(shelves);
      boolean tooMuch = rules.keepBytes() > 0 && totalBytes - droppedBytes > rules.keepBytes();
      tellWhetherOver(tooMuch && shelf == null, totalBytes - droppedBytes);
      if (shelf == null
          || !(tooMuch
              || droppedBytes < wantedBytes
              || shelf.oldest().writtenEpochMs() < oldestMs)) {
        break;
      }
      long bytes = shelf.drop();
      files += bytes > 0 ? 1 : 0;
      droppedBytes += bytes;
    }
    if (files > 0) {
      log.info(
          "dropped "
              + files
              + (files == 1 ? " tape file" : " tape files")
              + " of delivered audio, "
              + (droppedBytes >> 20)
              + " MiB");
    }
  }

  private List<Shelf> shelves() throws IOException {
    List<Shelf> shelves = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(tapes)) {
      for (Path directory : directories) {
        String id = directory.getFileName().toString();
        if (SessionId.isValid(id) && OwnFiles.isDirectory(directory)) {
          look(new SessionPaths(directory), recordedHere.test(id), shelves);
        }
      }
    }
    return shelves;
  }

  /** What can't be read keeps no other from being dropped, and is not dropped. */
  private void look(SessionPaths paths, boolean here, List<Shelf> into) {
    try {
      Shelf shelf = Shelf.of(paths, here);
      if (shelf != null) {
        into.add(shelf);
      }
    } catch (NoSuchFileException deletedMeanwhile) {
      log.detail("session " + paths.id() + " is gone");
    } catch (IOException | RuntimeException e) {
      String line = "session " + paths.id() + " can't be looked at: " + IoReason.of(e);
      if (told.add(line)) {
        log.detail(line);
      }
    }
  }

  private static Shelf oldest(List<Shelf> shelves) {
    return shelves.stream()
        .filter(shelf -> shelf.oldest() != null)
        .min(Comparator.comparingLong(shelf -> shelf.oldest().writtenEpochMs()))
        .orElse(null);
  }

  private void tellWhetherOver(boolean now, long bytes) {
    if (now && !over) {
      log.warn(
          "the tapes take "
              + (bytes >> 20)
              + " MiB, over --keep-size: what is left is not delivered, or being recorded");
    }
    over = now;
  }
}
