package dev.tapewire.capture;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.Continues;
import dev.tapewire.common.record.GapLimits;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tapes of one recording, one after another: when a session is as long as it may be, the next
 * sample begins another. The new session is there before the old one ends, so a death in between
 * leaves an old one that still has to be ended, never a recording that seems to be over. Confined
 * to one thread.
 */
final class TapeChain implements AutoCloseable {
  private final Path tapes;
  private final String first;
  private final long splitSamples;
  private final Opener opener;
  private final Log log;
  private SessionPaths paths;
  private TapeWriter tape;
  private SessionCare care;

  /** Of sessions that are whole; each ends when its disk has all. */
  private final List<SessionCare> left = new ArrayList<>();

  private long start;
  private Anchor lastAnchor;

  /** Opens the tape of one session. */
  interface Opener {
    /**
     * {@return the tape, to be appended to}
     *
     * @param continues what a new session goes on from, or null
     * @param to to whom that one was addressed
     */
    TapeWriter open(SessionPaths paths, Continues continues, List<String> to);

    /** {@return what cares for the session from now on} */
    SessionCare care(SessionPaths paths, TapeWriter tape);
  }

  private TapeChain(Path tapes, String first, long splitSamples, Opener opener, Log log) {
    this.tapes = tapes;
    this.first = first;
    this.splitSamples = splitSamples;
    this.opener = opener;
    this.log = log;
  }

  /**
   * Begins the recording {@code id}, or goes on with its last session.
   *
   * @param splitSamples samples per channel of a session; 0: as many as come
   */
  static TapeChain open(Path tapes, String id, long splitSamples, Opener opener, Log log) {
    List<SessionPaths> parts = SessionParts.of(tapes, id);
    String first = SessionParts.first(tapes, id);
    TapeChain chain = new TapeChain(tapes, first, splitSamples, opener, log);
    if (parts.isEmpty()) {
      chain.enter(
          SessionPaths.of(tapes, id), opener.open(SessionPaths.of(tapes, id), null, List.of()));
    } else {
      chain.goOn(parts);
    }
    return chain;
  }

  private void goOn(List<SessionPaths> parts) {
    SessionPaths last = parts.get(parts.size() - 1);
    Continues continues = SessionParts.continues(last);
    if (continues != null && SessionId.isValid(continues.session())) {
      SessionPaths before = SessionPaths.of(tapes, continues.session());
      if (Tape.hasBegun(before) && !Tape.hasEnded(before)) {
        endAt(before, continues.position());
      }
    }
    enter(last, opener.open(last, null, List.of()));
    if (tape.lastAnchor() != null) {
      lastAnchor = moved(tape.lastAnchor(), start);
    }
  }

  /** A death in a split left this session without its end, or a power cut took that. */
  private void endAt(SessionPaths before, long position) {
    try (TapeWriter old = opener.open(before, null, List.of());
        SessionCare its = opener.care(before, old)) {
      long oldStart = SessionParts.start(before);
      long missing = position - oldStart - old.position();
      if (missing > 0) {
        old.gap(missing, GapReason.CAPTURE_RESTARTED);
      }
      lastAnchor = old.lastAnchor() == null ? null : moved(old.lastAnchor(), oldStart);
      old.end();
      its.leave();
    }
  }

  private static Anchor moved(Anchor anchor, long by) {
    return new Anchor(anchor.position() + by, anchor.epochNs(), anchor.monotonicNs());
  }

  private void enter(SessionPaths to, TapeWriter opened) {
    paths = to;
    tape = opened;
    care = opener.care(to, opened);
    start = opened.header().continues() == null ? 0 : opened.header().continues().position();
  }

  /** {@return the first session of the recording} */
  SessionPaths first() {
    return SessionPaths.of(tapes, first);
  }

  /** {@return the session at hand} */
  SessionPaths paths() {
    return paths;
  }

  /** {@return the tape at hand} */
  TapeWriter tape() {
    return tape;
  }

  /** Tells those who deliver the session at hand that there is more. */
  void ring() {
    care.ring();
  }

  /** {@return samples per channel since the start of the first session} */
  long position() {
    return start + tape.position();
  }

  /** {@return the newest anchor of an earlier life, as of the first session's start, or null} */
  Anchor lastAnchor() {
    return lastAnchor;
  }

  /** {@return whether the next sample belongs to the next session} */
  boolean isFull() {
    return room() <= 0;
  }

  /** {@return samples per channel that the session at hand still takes} */
  long room() {
    return splitSamples == 0 ? Long.MAX_VALUE : splitSamples - tape.position();
  }

  /** {@return lost samples per channel that the session at hand still takes; see GapLimits} */
  long gapRoom() {
    boolean tooMany = tape.counters().get(CaptureCounter.GAPS) >= GapLimits.COUNT_MAX;
    return tooMany ? 0 : GapLimits.samplesMax(tape.header().format()) - tape.lostSamples();
  }

  /**
   * Ends the session at hand and goes on in the next.
   *
   * @param at when the next session's first sample was captured
   * @throws UncheckedIOException if the disk refused; nothing is changed, try again
   */
  void split(Anchor at) {
    SessionPaths next = next();
    Continues continues = new Continues(paths.id(), position());
    TapeWriter opened = openOrRefuse(next, continues);
    try {
      opened.anchor(at);
      tape.end();
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
    log.info("session " + paths.id() + " is whole; going on as session " + next.id());
    closeOld();
    enter(next, opened);
  }

  private TapeWriter openOrRefuse(SessionPaths next, Continues continues) {
    try {
      return opener.open(next, continues, tape.header().to());
    } catch (TapewireException e) {
      if (e.getCause() instanceof IOException io) {
        throw new UncheckedIOException(io);
      }
      throw e.getCause() instanceof UncheckedIOException disk ? disk : e;
    }
  }

  /** The next free name; free, too, is one that an attempt which the disk refused has made. */
  private SessionPaths next() {
    int number = SessionParts.number(first, paths.id()) + 1;
    SessionPaths next = SessionPaths.of(tapes, SessionParts.name(first, number));
    while (Tape.hasBegun(next) && !isOurs(SessionParts.continues(next))) {
      number++;
      next = SessionPaths.of(tapes, SessionParts.name(first, number));
    }
    return next;
  }

  private boolean isOurs(Continues continues) {
    return continues != null && continues.session().equals(paths.id());
  }

  private void closeOld() {
    care.leave();
    left.add(care);
    left.removeIf(TapeChain::closeIfOver);
    try {
      tape.close();
      paths.paused().clear();
    } catch (IOException | UncheckedIOException e) {
      log.warn("can't close session " + paths.id() + ", which is whole: " + IoReason.of(e), e);
    }
  }

  private static boolean closeIfOver(SessionCare care) {
    boolean over = care.isOver();
    if (over) {
      care.close();
    }
    return over;
  }

  @Override
  public void close() {
    left.add(care);
    try {
      left.forEach(SessionCare::close);
    } finally {
      tape.close();
    }
  }
}
