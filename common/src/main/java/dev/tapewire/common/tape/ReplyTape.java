package dev.tapewire.common.tape;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.record.FrameOpener;
import dev.tapewire.common.record.FrameSealer;
import dev.tapewire.common.record.RecordLayout;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.record.SessionKey;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.DirectoryLock;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Opens the tape of what a destination answered: the files, records and locks of a session's tape,
 * in a directory beside it, but documents in the frames. Safe for use by any thread; what it opens
 * is not.
 */
public final class ReplyTape {
  /** Stands in each header where a session names what it records. */
  private static final String SOURCE = "replies";

  /** A sample is a byte of documents; there is no rate, and 1 is the least. */
  private static final PcmFormat BYTES = new PcmFormat(1, 1, Encoding.U8);

  private static final int INCARNATION_BYTES = 16;
  private static final long NS_PER_MS = 1_000_000;

  private ReplyTape() {}

  /** {@return whether there is anything to open} */
  public static boolean hasBegun(SessionPaths paths, String destination) {
    Path directory = paths.replies(destination);
    return OwnFiles.isDirectory(directory) && !new TapeIndex(directory).entries().isEmpty();
  }

  /**
   * Opens it for reading, changing nothing; it has begun.
   *
   * @param key null: none was given, and the session must not be sealed
   * @throws TapewireException if it is sealed and the key is missing, gone or another
   */
  public static DocumentTapeReader openReader(SessionPaths paths, String destination, TapeKey key) {
    Path directory = paths.replies(destination);
    SessionKey opened = KeyedSession.forReplies(paths, destination, key);
    FrameOpener opener = opened == null ? null : new FrameOpener(opened);
    return new DocumentTapeReader(new FileTapeReader(directory, new TapeIndex(directory), opener));
  }

  /**
   * Begins it, or goes on with it as a new incarnation; sealed if the session is.
   *
   * @param key null: none was given, and the session must not be sealed
   * @param random gives the incarnation's id
   * @throws TapewireException if another process writes it, the session is sealed and the key is
   *     missing, gone or another, its format is newer, or the directory can't be written
   */
  public static DocumentTapeWriter openWriter(
      SessionPaths paths, String destination, TapeKey key, Clock clock, RandomGenerator random) {
    Path directory = paths.replies(destination);
    SessionKey sealing = KeyedSession.forReplies(paths, destination, key);
    DirectoryLock lock = null;
    try {
      paths.make(directory);
      lock = DirectoryLock.tryAcquire(paths.repliesLock(destination));
      if (lock == null) {
        throw TapewireException.failed(
            "the replies in "
                + directory
                + " are being written by process "
                + DirectoryLock.holder(paths.repliesLock(destination))
                + "; stop that one");
      }
      return openLocked(directory, header(paths, clock, random), sealing, lock, clock);
    } catch (IOException | UncheckedIOException e) {
      release(lock);
      throw TapewireException.failed("can't write to " + directory + ": " + IoReason.of(e), e);
    } catch (RuntimeException | Error e) {
      release(lock);
      throw e;
    }
  }

  private static DocumentTapeWriter openLocked(
      Path directory, SessionHeader header, SessionKey sealing, DirectoryLock lock, Clock clock)
      throws IOException {
    DeadLife.clear(directory);
    TapeIndex index = new TapeIndex(directory);
    TapeEnd end = index.entries().isEmpty() ? null : new TapeEnd(index);
    int newest = index.newestCycle();
    if (newest >= 0) {
      DeadLife.seal(directory.resolve(CycleName.of(newest)));
    }
    int first = newest >= 0 ? newest + 1 : cycleOf(header);
    int oldest = newest >= 0 ? index.entries().get(0).cycle() : first;
    TapeAppender tape = new TapeAppender(directory, oldest, first);
    try {
      if (sealing != null) {
        tape.sealWith(new FrameSealer(sealing, header.incarnation()));
      }
      tape.begin(header, end);
      return new DocumentTapeWriter(tape, lock, clock, end == null ? null : end.lastAnchor);
    } catch (RuntimeException | Error e) {
      tape.close();
      throw e;
    }
  }

  private static SessionHeader header(SessionPaths paths, Clock clock, RandomGenerator random) {
    byte[] incarnation = new byte[INCARNATION_BYTES];
    random.nextBytes(incarnation);
    return new SessionHeader(
        paths.id(),
        HexFormat.of().formatHex(incarnation),
        BYTES,
        SOURCE,
        HostName.get(),
        clock.epochNs(),
        RecordLayout.FRAME_PCM_BYTES_MAX,
        0,
        List.of());
  }

  private static int cycleOf(SessionHeader header) {
    return (int) Math.max(1, header.startedEpochNs() / NS_PER_MS / CycleName.CYCLE_MS);
  }

  private static void release(DirectoryLock lock) {
    if (lock != null) {
      lock.close();
    }
  }
}
