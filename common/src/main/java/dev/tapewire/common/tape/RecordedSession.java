package dev.tapewire.common.tape;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.EndCause;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.session.DirectoryLock;
import dev.tapewire.common.session.SessionGap;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A session while it is recorded: its tape, and beside it the summary and the live figures. The
 * tape comes first each time; the others can be made again from it. Confined to one thread.
 */
final class RecordedSession implements TapeWriter {
  /** A destination's name is a URI; this is longer than any that a server takes. */
  static final int ADDRESS_BYTES_MAX = 8 * 1024;

  /** So that a header with all of them fits in a record. */
  static final int ADDRESSES_MAX = 8;

  /** How often UTC is asked for the beat; between, it goes by the monotonic clock. */
  private static final long UTC_EVERY_NS = 10_000_000_000L;

  private final SessionPaths paths;
  private final DirectoryLock lock;
  private final TapeAppender tape;
  private final Clock clock;
  private final CounterFile<CaptureCounter> counters;
  private final SessionHeader header;
  private final TapeEnd before;
  private final Set<String> to;
  private final List<SessionGap> gaps;
  private long gapCount;
  private boolean ended;
  private boolean sourceFailed;
  private boolean closed;
  private long utcAskedNs;
  private long utcLessMonotonicNs;

  RecordedSession(SessionPaths paths, DirectoryLock lock, TapeAppender tape, Clock clock, Start at)
      throws IOException {
    this.paths = paths;
    this.lock = lock;
    this.tape = tape;
    this.clock = clock;
    this.header = at.header();
    this.before = at.before();
    this.to = new LinkedHashSet<>(at.header().to());
    this.gaps = new ArrayList<>(at.gaps());
    this.gapCount = at.gapCount();
    this.counters = CounterFile.openWriter(paths.captureCounters(), CaptureCounter.class);
    // Before the pid: from then on it is believed.
    counters.set(CaptureCounter.PAUSED, 0);
    counters.set(CaptureCounter.REFUSED, 0);
    counters.set(CaptureCounter.SPACE_LOW, 0);
    counters.set(CaptureCounter.HEARD_NS, clock.monotonicNs());
    counters.set(CaptureCounter.LOUD_NS, clock.monotonicNs());
    counters.set(CaptureCounter.PID, ProcessHandle.current().pid());
    counters.set(CaptureCounter.ENDED, 0);
    askUtc(clock.monotonicNs());
    count();
    writeSummary();
  }

  /**
   * What a life begins with.
   *
   * @param before the tape's end before it; null: a new session
   * @param gaps of the session so far, the first of them
   * @param gapCount all of them
   */
  record Start(SessionHeader header, TapeEnd before, List<SessionGap> gaps, long gapCount) {}

  @Override
  public SessionHeader header() {
    return header;
  }

  @Override
  public boolean resumed() {
    return before != null;
  }

  @Override
  public Anchor lastAnchor() {
    return before == null ? null : before.lastAnchor;
  }

  @Override
  public long position() {
    return tape.position();
  }

  @Override
  public long frames() {
    return tape.frames();
  }

  @Override
  public long lostSamples() {
    return tape.lostSamples();
  }

  @Override
  public long withheldSamples() {
    return gaps.stream()
        .filter(gap -> gap.reason() == GapReason.WITHHELD)
        .mapToLong(SessionGap::samples)
        .sum();
  }

  @Override
  public CounterFile<CaptureCounter> counters() {
    return counters;
  }

  @Override
  public void frame(byte[] pcm, int from, int samples, long capturedNs) {
    checkOpen();
    tape.frame(pcm, from, samples, capturedNs);
    counters.set(CaptureCounter.LAST_CAPTURED_NS, capturedNs);
    count();
  }

  @Override
  public void gap(long samples, GapReason reason) {
    checkOpen();
    long at = tape.position();
    tape.gap(samples, reason);
    gapCount++;
    if (gaps.size() < SessionSummary.GAPS_MAX) {
      gaps.add(new SessionGap(at, samples, reason));
    }
    count();
    writeSummaryIfPossible();
  }

  @Override
  public void anchor(Anchor anchor) {
    checkOpen();
    tape.anchor(anchor);
  }

  @Override
  public void address(String destination) {
    checkOpen();
    if (to.contains(destination)) {
      return;
    }
    if (to.size() == ADDRESSES_MAX
        || destination.getBytes(StandardCharsets.UTF_8).length > ADDRESS_BYTES_MAX) {
      throw TapewireException.failed(
          "session " + paths.id() + " takes no more destinations: " + to.size() + " are noted");
    }
    tape.address(destination);
    to.add(destination);
    tape.addressed(List.copyOf(to));
    writeSummaryIfPossible();
  }

  @Override
  public void end(EndCause cause) {
    checkOpen();
    tape.end(cause);
    ended = true;
    sourceFailed = cause == EndCause.SOURCE_FAILED;
    counters.set(CaptureCounter.SOURCE_FAILED, sourceFailed ? 1 : 0);
    counters.set(CaptureCounter.ENDED, 1);
    count();
    writeSummaryIfPossible();
  }

  private void checkOpen() {
    if (ended || closed) {
      throw new IllegalStateException("session " + paths.id() + " is over");
    }
  }

  private void count() {
    counters.set(CaptureCounter.FRAMES, tape.frames());
    counters.set(CaptureCounter.SAMPLES, tape.position());
    counters.set(CaptureCounter.LOST_SAMPLES, tape.lostSamples());
    counters.set(CaptureCounter.GAPS, gapCount);
    beat();
  }

  @Override
  public void beat() {
    long nowNs = clock.monotonicNs();
    if (nowNs - utcAskedNs >= UTC_EVERY_NS) {
      askUtc(nowNs);
    }
    counters.set(CaptureCounter.BEAT_EPOCH_NS, nowNs + utcLessMonotonicNs);
    counters.set(CaptureCounter.BEAT_NS, nowNs);
  }

  private void askUtc(long nowNs) {
    utcAskedNs = nowNs;
    utcLessMonotonicNs = clock.epochNs() - nowNs;
  }

  private void writeSummaryIfPossible() {
    try {
      writeSummary();
    } catch (IOException e) {
      // The record is on the tape, which is what counts: the next life makes the summary again.
      counters.set(CaptureCounter.GAPS, gapCount);
    }
  }

  private void writeSummary() throws IOException {
    new SessionSummary(
            paths.id(),
            header.startedEpochNs(),
            header.source(),
            header.format(),
            header.frameSamples(),
            List.copyOf(to),
            tape.frames(),
            tape.position(),
            tape.lostSamples(),
            gaps,
            gapCount,
            ended,
            sourceFailed)
        .write(paths);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      tape.close();
    } catch (IOException e) {
      throw new UncheckedIOException("can't close the tape in " + paths.directory(), e);
    } finally {
      lock.close();
    }
  }
}
