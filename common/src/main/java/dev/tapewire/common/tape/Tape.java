package dev.tapewire.common.tape;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.record.EndCause;
import dev.tapewire.common.record.FrameOpener;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.record.SessionKey;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Opens tapes. Safe for use by any thread; what it opens is not. */
public final class Tape {
  private Tape() {}

  /**
   * Begins a session, or goes on with an unfinished one as a new incarnation. The writer keeps the
   * session's summary and counters, too.
   *
   * @param random gives the incarnation's id
   * @throws TapewireException if another process records it, it has ended, its source or format
   *     differ, its format is newer, or the directory can't be written
   */
  public static TapeWriter openWriter(
      SessionPaths paths, NewSession wanted, Clock clock, RandomGenerator random) {
    return new WriterOpening(paths, wanted, clock, random).open();
  }

  /**
   * {@return whether the session has a record that can be read; before, there is nothing to open}
   *
   * @throws TapewireException if its format is newer
   */
  public static boolean hasBegun(SessionPaths paths) {
    return OwnFiles.isDirectory(paths.directory())
        && !new TapeIndex(paths.directory()).entries().isEmpty();
  }

  /**
   * {@return whether {@code paths} is a session, begun or not: it has a summary or a file of a
   * tape; what can't be looked into may be one}
   */
  public static boolean isSession(SessionPaths paths) {
    if (Files.exists(paths.summary(), LinkOption.NOFOLLOW_LINKS)) {
      return true; // Nearly all have one, and the listing of a directory costs more.
    }
    return !Files.isReadable(paths.directory()) || !TapeIndex.cycles(paths.directory()).isEmpty();
  }

  /** {@return to whom the session is addressed, by its tape alone} */
  public static List<String> addressed(SessionPaths paths) throws IOException {
    TapeIndex index = new TapeIndex(paths.directory());
    return index.entries().isEmpty() ? List.of() : List.copyOf(new TapeEnd(index).to);
  }

  /**
   * {@return whether the session's END record is on its tape: nothing can follow}
   *
   * @throws TapewireException if its format is newer
   */
  public static boolean hasEnded(SessionPaths paths) {
    return endCause(paths).isPresent();
  }

  /**
   * {@return why the session ended, as its END record says; empty: there is none}
   *
   * @throws TapewireException if its format is newer
   */
  public static Optional<EndCause> endCause(SessionPaths paths) {
    if (!hasBegun(paths)) {
      return Optional.empty();
    }
    try (TapeReader tape = openReader(paths)) {
      RecordView last = new RecordView();
      tape.seek(Math.max(tape.firstNumber(), tape.endNumber() - 1));
      boolean ended = tape.poll(last) && last.is(RecordKind.END);
      return ended ? Optional.of(last.endCause()) : Optional.empty();
    } catch (TapeFaultException damaged) {
      return Optional.empty(); // A power cut took it: the next writer goes on before that.
    }
  }

  /**
   * Sees whether a session may be recorded with {@code key}, before anything is begun.
   *
   * @param key null: none was given
   * @throws TapewireException if it is sealed and the key is missing, gone or another, or if it is
   *     recorded in the clear and a key was given
   */
  public static void checkKey(SessionPaths paths, TapeKey key) {
    if (OwnFiles.isDirectory(paths.directory())) {
      KeyedSession.check(paths, new TapeIndex(paths.directory()), key);
    }
  }

  /** Opens a session for reading as it stands: sealed frames are not opened. */
  public static TapeReader openReader(SessionPaths paths) {
    return open(paths, index -> null);
  }

  /**
   * Opens a session for reading, changing nothing in its directory; sealed frames are opened.
   *
   * @param key null: none was given, and the session must not be sealed
   * @throws TapewireException if there is no such session, it has not begun, its format is newer,
   *     or it is sealed and the key is missing, gone or another
   */
  public static TapeReader openReader(SessionPaths paths, TapeKey key) {
    return open(
        paths,
        index -> {
          SessionKey opened = KeyedSession.forReading(paths, index, key);
          return opened == null ? null : new FrameOpener(opened);
        });
  }

  private static void checkDirectory(SessionPaths paths) {
    try {
      paths.check(paths.directory());
    } catch (IOException e) {
      throw TapewireException.failed(IoReason.withFile(e), e);
    }
  }

  private static TapeReader open(SessionPaths paths, Function<TapeIndex, FrameOpener> opener) {
    checkDirectory(paths);
    if (!OwnFiles.isDirectory(paths.directory())) {
      throw TapewireException.failed(
          "no session '"
              + paths.id()
              + "' in "
              + paths.directory().getParent()
              + "; `tapewire sessions` lists them");
    }
    while (true) {
      TapeIndex index = new TapeIndex(paths.directory());
      if (index.entries().isEmpty()) {
        throw TapewireException.failed("session '" + paths.id() + "' has nothing on its tape");
      }
      try {
        return new FileTapeReader(paths.directory(), index, opener.apply(index));
      } catch (UncheckedIOException e) {
        if (!index.forgetDropped()) {
          throw e;
        }
        // Its first file was dropped between two looks; the next one is first now.
      }
    }
  }

  /**
   * {@return the position where the tape begins: samples per channel that were dropped from it, as
   * delivered; {@code tape} is left at its first record}
   */
  public static long firstPosition(TapeReader tape) {
    if (tape.firstNumber() == 0) {
      return 0;
    }
    RecordView first = new RecordView();
    tape.seek(tape.firstNumber());
    long position = pollOverDamage(tape, first) ? first.position() : 0;
    tape.seek(tape.firstNumber());
    return position;
  }

  private static boolean pollOverDamage(TapeReader tape, RecordView into) {
    while (true) {
      try {
        return tape.poll(into);
      } catch (TapeFaultException damaged) {
        if (damaged.resumeAt() > tape.endNumber()) {
          return false;
        }
        tape.seek(damaged.resumeAt());
      }
    }
  }

  /** {@return samples per channel that were dropped from the tape's start, as delivered} */
  public static long droppedSamples(SessionPaths paths) {
    TapeIndex.Entry oldest = TapeIndex.oldest(paths.directory());
    return oldest == null || oldest.firstNumber() == 0 ? 0 : oldest.firstPosition();
  }
}
