package dev.tapewire.common.tape;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.session.DirectorySync;
import dev.tapewire.common.session.SessionPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of one tape as they were at one look, for who lets the oldest go. What is left always
 * begins with a file whose header tells what came before. Confined to one thread.
 */
public final class TapeFiles {
  /**
   * One tape file. Immutable.
   *
   * @param next the file behind it; null: the newest file
   * @param endNumber one past its last record; {@link Long#MAX_VALUE}: the newest file
   * @param bytes that it takes
   * @param writtenEpochMs when it was last written to, UTC ms since 1970
   */
  public record Piece(Path file, Path next, long endNumber, long bytes, long writtenEpochMs) {
    /** {@return whether this is the newest file: it goes only with its whole session} */
    public boolean isNewest() {
      return endNumber == Long.MAX_VALUE;
    }
  }

  private final List<TapeIndex.Entry> entries;
  private final List<Piece> pieces = new ArrayList<>();

  private TapeFiles(List<TapeIndex.Entry> entries) throws IOException {
    this.entries = entries;
    for (int i = 0; i < entries.size(); i++) {
      Path file = entries.get(i).path();
      long end = i + 1 < entries.size() ? entries.get(i + 1).firstNumber() : Long.MAX_VALUE;
      Path next = i + 1 < entries.size() ? entries.get(i + 1).path() : null;
      long writtenMs = Files.getLastModifiedTime(file).toMillis();
      pieces.add(new Piece(file, next, end, Files.size(file), writtenMs));
    }
  }

  /** Looks at the files of a session. */
  public static TapeFiles of(SessionPaths paths) throws IOException {
    try {
      return new TapeFiles(new TapeIndex(paths.directory()).entries());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** {@return the files, oldest first} */
  public List<Piece> pieces() {
    return List.copyOf(pieces);
  }

  /** {@return to whom the session is addressed, as its newest header says} */
  public List<String> addressed() {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).header() != null) {
        return entries.get(i).header().to();
      }
    }
    return List.of();
  }

  /**
   * {@return the number below which the records of this tape are the ones that {@code checkpoint}
   * means: after a power cut their numbers may stand for other audio}
   */
  public long confirmed(Checkpoint checkpoint) {
    boolean found = false;
    long limit = Long.MAX_VALUE;
    for (TapeIndex.Entry entry : entries) {
      boolean its = entry.header() == null || entry.incarnation().equals(checkpoint.incarnation());
      if (its) {
        found |= entry.header() != null;
      } else if (found) {
        limit = Math.min(limit, entry.firstNumber());
      }
    }
    return found ? Math.min(limit, checkpoint.next()) : 0;
  }

  /**
   * Drops the oldest file; what is dropped stays so, also after a power cut, before the next may
   * follow. The file behind it is on the disk before that: a power cut must not leave a tape that
   * begins with nothing. The record before a confirmed place must stay: it names the place.
   */
  public static void drop(Piece oldest) throws IOException {
    if (oldest.isNewest()) {
      throw new IllegalArgumentException(oldest.file() + " is the newest file of its tape");
    }
    try (FileChannel next = OwnFiles.open(oldest.next(), StandardOpenOption.WRITE)) {
      next.force(true);
    }
    DirectorySync.sync(oldest.file().getParent());
    Files.deleteIfExists(oldest.file());
    DirectorySync.sync(oldest.file().getParent());
  }
}
