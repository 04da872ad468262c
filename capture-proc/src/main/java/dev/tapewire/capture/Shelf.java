package dev.tapewire.capture;

import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.session.Addressee;
import dev.tapewire.common.session.DirectorySync;
import dev.tapewire.common.session.Owed;
import dev.tapewire.common.session.Removal;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.tape.TapeFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What of one session may be dropped, oldest first: files whose records every destination that is
 * owed them has confirmed, and in the end the session itself. Confined to the housekeeping thread.
 */
final class Shelf {
  private final SessionPaths paths;
  private final Deque<TapeFiles.Piece> droppable = new ArrayDeque<>();
  private final long bytes;
  private boolean synced;

  private Shelf(SessionPaths paths, TapeFiles files, long confirmed, boolean whole) {
    this.paths = paths;
    this.bytes = files.pieces().stream().mapToLong(TapeFiles.Piece::bytes).sum();
    for (TapeFiles.Piece piece : files.pieces()) {
      // Below, not up to: the record before a confirmed place tells whose place it is.
      if (piece.isNewest() ? !whole : piece.endNumber() >= confirmed) {
        break;
      }
      droppable.add(piece);
    }
  }

  /**
   * {@return what may be dropped of a session; null: there is nothing to know of it}
   *
   * @param recordedHere whether this process records it
   */
  static Shelf of(SessionPaths paths, boolean recordedHere) throws IOException {
    SessionSummary summary = SessionSummary.read(paths);
    TapeFiles files = summary == null ? null : TapeFiles.of(paths);
    if (files == null || files.pieces().isEmpty()) {
      return null;
    }
    Set<String> names = new LinkedHashSet<>(summary.to());
    names.addAll(files.addressed());
    Owed owed = Owed.of(paths, List.copyOf(names), summary.ended());
    boolean nothingOwed = owed.isNothing();
    long confirmed = nothingOwed ? Long.MAX_VALUE : 0;
    boolean first = true;
    for (Addressee each : owed.addressees()) {
      long its = files.confirmed(MappedCheckpointStore.read(paths.checkpoint(each.key())));
      confirmed = first ? its : Math.min(confirmed, its);
      first = false;
    }
    boolean whole = nothingOwed && summary.ended() && !recordedHere;
    return new Shelf(paths, files, confirmed, whole);
  }

  /** {@return what its tape takes} */
  long bytes() {
    return bytes;
  }

  /** {@return the oldest file that may be dropped, or null} */
  TapeFiles.Piece oldest() {
    return droppable.peek();
  }

  /** Drops that file. {@return the bytes that this gave; 0: another process has the session} */
  long drop() throws IOException {
    TapeFiles.Piece piece = droppable.remove();
    if (!piece.isNewest()) {
      syncCheckpoints();
      TapeFiles.drop(piece);
    } else if (Removal.remove(paths) != null) {
      return 0;
    }
    return piece.bytes();
  }

  /** After a power cut an older checkpoint would name what was dropped on the newer one's word. */
  private void syncCheckpoints() throws IOException {
    if (synced || !Files.isDirectory(paths.destinations())) {
      return;
    }
    try (DirectoryStream<Path> each = Files.newDirectoryStream(paths.destinations())) {
      for (Path to : each) {
        Path checkpoint = paths.checkpoint(to.getFileName().toString());
        if (Files.exists(checkpoint)) {
          MappedCheckpointStore.sync(checkpoint);
          DirectorySync.sync(to);
        }
      }
    }
    DirectorySync.sync(paths.destinations());
    synced = true;
  }
}
