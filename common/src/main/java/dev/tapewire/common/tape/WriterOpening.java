package dev.tapewire.common.tape;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.file.StrangeFileException;
import dev.tapewire.common.record.FrameSealer;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.record.SessionKey;
import dev.tapewire.common.session.DirectoryLock;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SourceText;
import dev.tapewire.common.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The steps by which a process takes a session over for recording: lock, clear what a dead life
 * left, learn where the tape ends, see that it may be gone on with, begin a file of its own.
 * Confined to one thread.
 */
final class WriterOpening {
  private static final int INCARNATION_BYTES = 16;
  private static final long NS_PER_MS = 1_000_000;

  private final SessionPaths paths;
  private final NewSession wanted;
  private final Clock clock;
  private final RandomGenerator random;

  WriterOpening(SessionPaths paths, NewSession wanted, Clock clock, RandomGenerator random) {
    this.paths = paths;
    this.wanted = wanted;
    this.clock = clock;
    this.random = random;
  }

  TapeWriter open() {
    DirectoryLock lock = null;
    try {
      paths.make(paths.directory());
      lock = DirectoryLock.tryAcquire(paths.captureLock());
      if (lock == null) {
        throw TapewireException.failed(
            "session "
                + paths.id()
                + " is being recorded by process "
                + DirectoryLock.holder(paths.captureLock())
                + "; stop that one or choose another --session");
      }
      return openLocked(lock);
    } catch (IOException | UncheckedIOException e) {
      release(lock);
      throw TapewireException.failed(
          "can't write to " + paths.directory() + ": " + reason(e) + "; choose another --tapes", e);
    } catch (RuntimeException | Error e) {
      release(lock);
      throw e;
    }
  }

  private TapeWriter openLocked(DirectoryLock lock) throws IOException {
    OwnFiles.sweep(paths.directory());
    DeadLife.clear(paths.directory());
    TapeIndex index = new TapeIndex(paths.directory());
    TapeEnd end = index.entries().isEmpty() ? null : new TapeEnd(index);
    if (end != null) {
      checkMayGoOn(end);
    }
    SessionKey key = KeyedSession.forWriting(paths, index, wanted.key(), random);
    int newest = index.newestCycle();
    if (newest >= 0) {
      DeadLife.seal(paths.directory().resolve(CycleName.of(newest)));
    }
    SessionHeader header = header(end);
    GapList gaps = end == null ? GapList.NONE : GapList.of(paths, index, end);
    int first = newest >= 0 ? newest + 1 : cycleOfWallClock();
    int oldest = newest >= 0 ? index.entries().get(0).cycle() : first;
    TapeAppender tape = new TapeAppender(paths.directory(), oldest, first);
    try {
      if (key != null) {
        tape.sealWith(new FrameSealer(key, header.incarnation()));
      }
      tape.begin(header, end);
      RecordedSession.Start start =
          new RecordedSession.Start(tape.header(), end, gaps.first(), gaps.count());
      return new RecordedSession(paths, lock, tape, clock, start);
    } catch (IOException | RuntimeException | Error e) {
      tape.close();
      throw e;
    }
  }

  private void checkMayGoOn(TapeEnd end) {
    SessionHeader before = end.header;
    if (before == null) {
      throw refused("has a damaged header", "choose another --session");
    }
    // Earlier versions wrote a command as it was typed.
    differs("source", SourceText.shown(before.source()), SourceText.shown(wanted.source()));
    differs("format", before.format(), wanted.format());
    differs("frame", before.frameSamples(), wanted.frameSamples());
    if (end.ended) {
      throw refused("has ended", "choose another --session");
    }
  }

  private void differs(String what, Object was, Object is) {
    if (!was.equals(is)) {
      throw refused(
          "was recorded with " + what + " " + was + ", not " + is,
          "go on with the same or choose another --session");
    }
  }

  private TapewireException refused(String why, String advice) {
    return TapewireException.failed("session " + paths.id() + " " + why + "; " + advice);
  }

  private SessionHeader header(TapeEnd end) {
    byte[] incarnation = new byte[INCARNATION_BYTES];
    random.nextBytes(incarnation);
    Set<String> to = new LinkedHashSet<>();
    if (end != null) {
      to.addAll(end.to);
    }
    to.addAll(wanted.to());
    return new SessionHeader(
        paths.id(),
        HexFormat.of().formatHex(incarnation),
        wanted.format(),
        wanted.source(),
        HostName.get(),
        end == null ? clock.epochNs() : end.header.startedEpochNs(),
        wanted.frameSamples(),
        0,
        List.copyOf(to),
        0,
        end == null ? wanted.continues() : end.header.continues());
  }

  /** The first file's name shows when the session began; a clock before 1970 shows that. */
  private int cycleOfWallClock() {
    return (int) Math.max(1, clock.epochNs() / NS_PER_MS / CycleName.CYCLE_MS);
  }

  private static String reason(Exception e) {
    boolean strange = e instanceof StrangeFileException || e instanceof FileAlreadyExistsException;
    return strange ? IoReason.withFile(e) : IoReason.of(e);
  }

  private static void release(DirectoryLock lock) {
    if (lock != null) {
      lock.close();
    }
  }
}
