package dev.tapewire.receiver.store;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.DirectorySync;
import dev.tapewire.common.time.Clock;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.receiver.reception.DeliveryHead;
import dev.tapewire.receiver.reception.RefusedException;
import dev.tapewire.receiver.reception.Shelf;
import dev.tapewire.receiver.reception.Track;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Tracks in a directory. Several receivers may share it: each track is held under a lock that the
 * kernel lets go when its receiver dies. Confined to the agent thread.
 */
public final class FileShelf implements Shelf {
  /** Replays of one session; a bound on the search for a free name. */
  private static final int REPLAYS_MAX = 1000;

  /** No file is replaced for so long. */
  private static final long SWEPT_NS = TimeUnit.HOURS.toNanos(1);

  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path out;
  private final Clock clock;
  private final Storage storage;

  /**
   * Keeps tracks in {@code out}, which is made if it is not there.
   *
   * @param syncs runs commits, one after another or not, on threads of its own
   * @param listener hears how they end, on those threads
   * @param log is told of files that do not fit together
   */
  public FileShelf(Path out, Clock clock, Executor syncs, CommitListener listener, Log log)
      throws IOException {
    this.out = out;
    this.clock = clock;
    OwnFiles.makeDirectories(out, TrackFiles.hidden(out));
    if (!Files.isWritable(out)) {
      throw new AccessDeniedException(out.toString());
    }
    DirectorySync.syncWithParents(TrackFiles.hidden(out));
    sweep(out);
    sweep(TrackFiles.hidden(out));
    this.storage = new Storage(syncs, listener, DiskReserve.of(out), DiskReserve.of(out), log);
  }

  /** Removes what a kill left of files that were to be replaced, but not another receiver's. */
  private void sweep(Path directory) throws IOException {
    OwnFiles.sweep(directory, FileTime.from(clock.epochNs() - SWEPT_NS, TimeUnit.NANOSECONDS));
  }

  @Override
  public Track open(DeliveryHead head) throws IOException {
    if (head.isFirst()) {
      TrackFiles files = new TrackFiles(out, head.session());
      Track track = tryOpen(files, head);
      if (track == null) {
        throw new RefusedException(
            CloseCode.BAD_MESSAGE,
            files.name() + " is there already, with another format or start");
      }
      return track;
    }
    for (int n = 1; n <= REPLAYS_MAX; n++) {
      Track track = tryOpen(new TrackFiles(out, head.session() + ".replay-" + n), head);
      if (track != null) {
        return track;
      }
    }
    throw new RefusedException(CloseCode.TOO_LARGE, "over " + REPLAYS_MAX + " replays");
  }

  @Override
  public PlainTrack openPlain(PcmFormat format) throws IOException {
    long epochNs = clock.epochNs();
    String stamp = STAMP.format(Instant.ofEpochSecond(epochNs / NS_PER_SECOND));
    for (int n = 1; ; n++) {
      TrackFiles files = new TrackFiles(out, "plain-" + stamp + "-" + n);
      if (isThere(files.ledger()) || isThere(files.wav())) {
        continue;
      }
      DeliveryHead head = new DeliveryHead(files.name(), FileTrack.PLAIN, format, 0, 0);
      Track track = tryOpen(files, head);
      if (track != null) {
        return new PlainTrack(head, track);
      }
    }
  }

  private static boolean isThere(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** {@return the track, or null if these files hold another delivery} */
  private Track tryOpen(TrackFiles files, DeliveryHead head) throws IOException {
    DeliveryHead there = Ledger.head(files.ledger());
    if (there != null && !there.equals(head)) {
      return null; // Looked at before the lock: another receiver may well hold that delivery.
    }
    FileChannel lock = lock(files);
    try {
      LedgerCodec.Content content = Ledger.read(files.ledger());
      if (content.head() == null || content.head().equals(head)) {
        Track track = FileTrack.open(files, head, new HeldLedger(lock, content), storage);
        lock = null;
        return track;
      }
      return null;
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }

  private static FileChannel lock(TrackFiles files) throws IOException {
    FileChannel channel =
        OwnFiles.open(files.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new RefusedException(CloseCode.BUSY, "another receiver holds this delivery now");
    }
    return channel;
  }
}
