package dev.tapewire.capture;

import dev.tapewire.capture.ring.Losses;
import dev.tapewire.capture.ring.Ring;
import dev.tapewire.capture.source.AudioSource;
import dev.tapewire.capture.source.StartPoint;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.record.EndCause;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;

/**
 * One source on its way to one tape, from the first read to the END record: a thread of its own
 * reads the source, this one writes the tape and looks for reasons to stop. Confined to the thread
 * that opened the tape.
 */
final class Recording {
  private static final long IDLE_NS = 50_000_000L;
  private static final long ORPHAN_LOOK_NS = 500_000_000L;

  /** A read that takes longer hangs in a pipe that nobody writes to; it is left behind. */
  private static final long READER_STOP_NS_MAX = 300_000_000L;

  /** A machine may be so busy that a reader with something to read comes to nothing. */
  private static final long BUSY_READER_STOP_NS_MAX = 10_000_000_000L;

  /** So much later than the source's command this process may hear of a Ctrl-C. */
  private static final long STOP_NS_MAX = 1_000_000_000L;

  /** A disk that refuses for longer on the way out is not waited for. */
  private static final long DISK_STOP_NS_MAX = 10_000_000_000L;

  private final AudioSource source;
  private final TapeChain chain;
  private final PipeCounters pipe;
  private final Ring ring;
  private final CaptureReader reader;
  private final CaptureWriter writer;

  /** Null if sleep of the machine costs the source nothing. */
  private final UptimeSleepClock sleepClock;

  private final Withholding withholding;
  private final InputWatch input;
  private final ProcessScope scope;
  private final Clock clock;
  private final Log log;
  private boolean stopping;
  private boolean orphaned;
  private boolean empty;
  private long stoppingSinceNs;
  private long orphanLookNs;

  Recording(
      AudioSource source,
      TapeChain chain,
      PipeCounters pipe,
      CaptureSpec spec,
      CaptureContext context) {
    this.source = source;
    this.chain = chain;
    this.pipe = pipe;
    this.scope = context.scope();
    this.clock = context.clock();
    this.log = context.log();
    int frameSamples = chain.tape().header().frameSamples();
    this.ring =
        new Ring(spec.ringFramesOf(source.format()), frameSamples, source.format().blockBytes());
    this.sleepClock = source.isLive() ? new UptimeSleepClock(clock, log) : null;
    SleepWatch sleep =
        sleepClock == null ? null : new SleepWatch(sleepClock, source.format(), clock);
    this.withholding = new Withholding(source.format(), clock, log);
    this.input = new InputWatch(source.format(), clock);
    this.reader = new CaptureReader(source, ring, frameSamples, sleep, withholding, input);
    this.writer = new CaptureWriter(ring, chain, clock, log);
  }

  /**
   * Records until the source ends or a stop is asked for.
   *
   * @throws TapewireException failed: the source broke, the disk did not take the last frames, or
   *     there was nothing to record
   */
  void run() {
    Withholding.settle(chain.tape());
    withholding.follow(chain.paths(), chain.tape());
    source.start(
        new StartPoint(
            chain.position(), chain.tape().resumed(), chain.lastAnchor(), pipe.counters()));
    Thread thread = new Thread(reader, "capture-reader");
    thread.setDaemon(true); // It may hang in a read for ever.
    thread.start();
    try {
      writeAll();
    } finally {
      close(sleepClock);
      reader.stop(); // Of several sources, one that fails must not be read on for nobody.
    }
    finish();
    if (reader.failure() != null) {
      throw failed(reader.failure());
    }
    long unread = reader.unreadBytes() / source.format().blockBytes();
    if (unread > 0) {
      log.warn("at the stop the source held " + unread + " samples more, which were not read");
    }
    String sourceFailure = sourceFailure();
    if (orphaned) {
      log.info("the supervisor has died; session " + name() + " can be gone on with");
    } else {
      end(sourceFailure);
    }
  }

  private void close(UptimeSleepClock clockOfSleep) {
    try {
      if (clockOfSleep != null) {
        clockOfSleep.close();
      }
    } catch (IOException e) {
      log.detail("can't close the machine's uptime: " + IoReason.of(e));
    }
  }

  private void writeAll() {
    while (!ring.isDrained()) {
      int done = writer.step();
      if (done > 0) {
        chain.ring();
      }
      lookForStop();
      withholding.follow(chain.paths(), chain.tape());
      input.tell(chain.tape().counters(), withholding.isOn());
      source.look();
      long withheld = reader.withheldSamples();
      if (ring.peek() == null) {
        withholding.note(withheld, chain.tape());
      }
      if (writer.isFailing()) {
        giveUpIfDue();
        LockSupport.parkNanos(IDLE_NS);
      } else if (done == 0) {
        ring.await(IDLE_NS);
      }
    }
  }

  private TapewireException failed(Throwable failure) {
    return failure instanceof TapewireException told
        ? told
        : TapewireException.failed("the source can't be read any more: " + failure, failure);
  }

  /** Who stops a recording may stop the source's command by the same signal: that is no failure. */
  private String sourceFailure() {
    String failure = stopping ? null : reader.sourceFailure();
    long untilNs = clock.monotonicNs() + STOP_NS_MAX;
    while (failure != null && clock.monotonicNs() < untilNs) {
      if (scope.stopRequested()) {
        stopping = true;
        return null;
      }
      LockSupport.parkNanos(IDLE_NS);
    }
    return failure;
  }

  private void finish() {
    if (!reader.isOver()) {
      Losses missing = new Losses();
      source.finish(missing); // The reader hangs in a read of it.
      writer.lost(missing);
    }
    try {
      writer.finish();
    } catch (UncheckedIOException e) {
      throw cantEnd(e);
    }
  }

  private TapewireException cantEnd(UncheckedIOException e) {
    return TapewireException.failed(
        "can't write the end of session " + name() + ": " + IoReason.of(e.getCause()), e);
  }

  private void lookForStop() {
    long nowNs = clock.monotonicNs();
    if (!stopping && nowNs >= orphanLookNs) {
      orphanLookNs = nowNs + ORPHAN_LOOK_NS;
      orphaned = scope.orphaned();
    }
    if (!stopping && (orphaned || scope.stopRequested())) {
      stopping = true;
      stoppingSinceNs = nowNs;
      reader.stop();
    }
    boolean hangs = source.mayHang() && source.heldBytes() == 0;
    long readerNsMax = hangs ? READER_STOP_NS_MAX : BUSY_READER_STOP_NS_MAX;
    if (stopping && nowNs - stoppingSinceNs > readerNsMax && !writer.isFailing()) {
      ring.close();
    }
  }

  private void giveUpIfDue() {
    boolean waitedEnough = clock.monotonicNs() - stoppingSinceNs > DISK_STOP_NS_MAX;
    if (!stopping || !(waitedEnough || scope.stopRequests() > 1)) {
      return;
    }
    if (source.isLive()) {
      // Nobody can give these samples again: told as lost, the session ends in order.
      writer.giveUp();
      stoppingSinceNs = clock.monotonicNs(); // The reader has something to hand over again.
    } else {
      throw TapewireException.failed(
          "the disk does not take the last "
              + ring.size()
              + " frames; make room, then "
              + "`tapewire capture --session "
              + name()
              + "` ends the session");
    }
  }

  /** {@return whether there is nothing of the session: nobody is to get it} */
  boolean isEmpty() {
    return empty;
  }

  private void end(String sourceFailure) {
    TapeWriter tape = chain.tape();
    boolean nothing = !stopping && tape.frames() == 0 && tape.header().continues() == null;
    empty = nothing && tape.position() == 0;
    if (!empty) {
      append(sourceFailure == null ? EndCause.WHOLE : EndCause.SOURCE_FAILED);
    }
    pipe.forget(log);
    forgetPause();
    if (nothing) {
      throw TapewireException.failed(
          "nothing recorded: the source "
              + tape.header().source()
              + " gave not one sample"
              + (sourceFailure == null ? "" : "; " + sourceFailure));
    }
    if (sourceFailure != null) {
      throw TapewireException.failed(
          "the source failed: " + sourceFailure + "; session " + name() + " has " + recorded(tape));
    }
    log.info("session " + name() + " is whole: " + recorded(tape));
  }

  private void append(EndCause cause) {
    try {
      chain.tape().end(cause);
    } catch (UncheckedIOException e) {
      throw cantEnd(e);
    }
  }

  private String recorded(TapeWriter tape) {
    long paused = tape.withheldSamples();
    long lost = tape.lostSamples() - paused;
    return seconds(tape.position())
        + " s, "
        + tape.frames()
        + " frames"
        + (lost == 0 ? "" : ", " + seconds(lost) + " s lost")
        + (paused == 0 ? "" : ", paused for " + seconds(paused) + " s");
  }

  /** A session that is over is not paused. */
  private void forgetPause() {
    try {
      chain.paths().paused().clear();
    } catch (IOException e) {
      log.warn("can't remove " + chain.paths().paused().file() + ": " + IoReason.of(e), e);
    }
  }

  private String name() {
    return chain.paths().id();
  }

  private String seconds(long samples) {
    return source.format().seconds(samples);
  }
}
