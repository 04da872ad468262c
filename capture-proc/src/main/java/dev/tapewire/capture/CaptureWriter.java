package dev.tapewire.capture;

import dev.tapewire.capture.ring.Losses;
import dev.tapewire.capture.ring.Ring;
import dev.tapewire.capture.ring.Slot;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.Clock;
import java.io.UncheckedIOException;

/**
 * Empties the ring onto the tape, with gaps and anchors. While the disk refuses, nothing leaves the
 * ring and the tape is tried again each second. Confined to one thread.
 */
final class CaptureWriter {
  private static final GapReason[] REASONS = GapReason.values();
  private static final long RETRY_NS = 1_000_000_000L;

  /** So many frames in one step: signals are looked at between steps. */
  private static final int FRAMES_PER_STEP = 64;

  private final Ring ring;
  private final TapeChain chain;
  private final PcmFormat format;
  private final Clock clock;
  private final Log log;
  private final GapLog gaps;
  private AnchorFilter anchors;
  private final Losses rest = new Losses();
  private boolean failing;
  private boolean givenUp;
  private long failingSinceNs;
  private long retryNs;

  CaptureWriter(Ring ring, TapeChain chain, Clock clock, Log log) {
    this.ring = ring;
    this.chain = chain;
    this.clock = clock;
    this.log = log;
    this.format = chain.tape().header().format();
    this.gaps = new GapLog(format, log);
    this.anchors = new AnchorFilter(format);
  }

  /** Writes what is in the ring, a bounded number of frames. {@return how many} */
  int step() {
    if (failing && clock.monotonicNs() < retryNs) {
      return 0;
    }
    int done = 0;
    try {
      Slot slot = ring.peek();
      while (slot != null && done < FRAMES_PER_STEP) {
        write(slot);
        ring.release();
        done++;
        slot = ring.peek();
      }
    } catch (UncheckedIOException e) {
      failed(e);
    }
    gaps.tell(clock.monotonicNs());
    chain.tape().counters().set(CaptureCounter.RING_FRAMES, ring.size());
    return done;
  }

  /** Keeps no more audio of a live source: what is in the ring, and comes, becomes a gap. */
  void giveUp() {
    givenUp = true;
    failing = false;
  }

  /** Takes what is missing behind all that the ring gave. */
  void lost(Losses atTheEnd) {
    rest.takeFrom(atTheEnd);
  }

  /**
   * Writes and tells what is left.
   *
   * @throws UncheckedIOException if the disk takes not even a gap
   */
  void finish() {
    writeGaps(rest, clock.monotonicNs());
    gaps.tellAll();
  }

  /** {@return whether the disk refuses} */
  boolean isFailing() {
    return failing;
  }

  /** Each part leaves the slot as it reaches the tape, so that a second try repeats nothing. */
  private void write(Slot slot) {
    if (givenUp) {
      rest.takeFrom(slot.losses());
      rest.add(GapReason.DISK_FULL, slot.samples());
      slot.fill(0, slot.capturedNs());
      return;
    }
    writeGaps(slot.losses(), firstCapturedNs(slot));
    while (slot.samples() > 0) {
      if (chain.isFull()) {
        split(firstCapturedNs(slot));
      }
      writeFrame(slot, (int) Math.min(slot.samples(), chain.room()));
    }
  }

  private void writeFrame(Slot slot, int samples) {
    TapeWriter tape = chain.tape();
    long capturedNs = slot.capturedNs() - format.toNs(slot.samples() - samples);
    tape.frame(slot.pcm(), slot.from(), samples, capturedNs);
    slot.took(samples);
    recovered();
    if (anchors.offer(tape.position(), capturedNs)) {
      tape.anchor(anchor(anchors.position(), anchors.capturedNs()));
    }
  }

  /** {@return when the first sample of the slot, or of what is left of it, was captured} */
  private long firstCapturedNs(Slot slot) {
    return slot.capturedNs() - format.toNs(slot.samples());
  }

  /** The sample that was captured then, or was lost, is the first of the next session. */
  private void split(long capturedNs) {
    chain.split(anchor(0, capturedNs));
    anchors = new AnchorFilter(format); // Positions begin anew.
  }

  /**
   * Writes what was lost before {@code untilNs}; what one session may not lose any more goes on the
   * next.
   */
  private void writeGaps(Losses losses, long untilNs) {
    if (losses.samples() == 0) {
      return;
    }
    for (GapReason reason : REASONS) {
      while (losses.samples(reason) > 0) {
        if (chain.gapRoom() <= 0) {
          split(untilNs - format.toNs(losses.samples()));
        }
        long lost = Math.min(losses.samples(reason), chain.gapRoom());
        chain.tape().gap(lost, reason);
        losses.took(reason, lost);
        gaps.note(reason, lost);
      }
    }
  }

  private Anchor anchor(long position, long capturedNs) {
    long epochNs = clock.epochNs() - (clock.monotonicNs() - capturedNs);
    return new Anchor(position, epochNs, capturedNs);
  }

  private void failed(UncheckedIOException e) {
    long nowNs = clock.monotonicNs();
    retryNs = nowNs + RETRY_NS;
    if (!failing) {
      failing = true;
      ring.block(true);
      chain.tape().counters().set(CaptureCounter.REFUSED, 1);
      failingSinceNs = nowNs;
      log.warn(
          "can't write the tape: "
              + IoReason.of(e.getCause())
              + "; held in memory while that has room, then a gap; goes on by itself",
          e);
    }
  }

  private void recovered() {
    if (failing) {
      failing = false;
      ring.block(false);
      chain.tape().counters().set(CaptureCounter.REFUSED, 0);
      long ms = (clock.monotonicNs() - failingSinceNs) / 1_000_000;
      log.info("the tape takes records again after " + ms + " ms");
    }
  }
}
