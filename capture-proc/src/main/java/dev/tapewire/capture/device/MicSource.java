package dev.tapewire.capture.device;

import dev.tapewire.capture.ring.Losses;
import dev.tapewire.capture.ring.Slot;
import dev.tapewire.capture.source.AudioSource;
import dev.tapewire.capture.source.StartPoint;
import dev.tapewire.capture.source.Surroundings;
import dev.tapewire.common.agent.Backoff;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.record.GapReason;
import java.util.ArrayList;
import java.util.List;

/**
 * An audio input of this machine. Lost while it records, it is opened again and again; what it
 * missed is a gap. Confined to the reader thread.
 */
public final class MicSource implements AudioSource {
  private static final long SILENT_NS_MAX = 3_000_000_000L;
  private static final long IDLE_NS = 20_000_000L;

  /** What a device gives when it is back may be older than that by its own buffer. */
  private static final long PIECE_MARGIN_NS = 2_000_000_000L;

  /** An outage stands on the tape while it lasts; the first piece of it when it is so long. */
  private static final long PIECE_NS_MIN = 3_000_000_000L;

  /** The next when it is longer by half, but never later: a tape of a week has 1,000 of them. */
  private static final long PIECE_NS_MAX = 600_000_000_000L;

  private static final long NS_PER_MS = 1_000_000L;

  /** Each holds a thread and a connection; beyond so many, a new process is the better cure. */
  private static final int HUNG_MAX = 16;

  private final InputOpener opener;
  private final PcmFormat format;
  private final int frameSamples;
  private final Surroundings around;
  private final Backoff backoff;
  private final long silentNsMax;
  private final List<LineFeed> hung = new ArrayList<>();
  private LineFeed feed;
  private StartPoint from;
  private boolean outage;
  private boolean fresh = true;
  private long progressNs;
  private long lastReadNs;
  private long retryNs;
  private long pieceNs = PIECE_NS_MIN;
  private long writtenSamples;

  MicSource(
      InputOpener opener,
      PcmFormat format,
      int frameSamples,
      Surroundings around,
      Backoff backoff,
      String lostFor) {
    this.opener = opener;
    this.format = format;
    this.frameSamples = frameSamples;
    this.around = around;
    this.backoff = backoff;
    this.silentNsMax = Math.max(SILENT_NS_MAX, 2 * format.toNs(frameSamples));
    if (lostFor == null) {
      open();
      awaitOpened();
    } else {
      lost(lostFor);
    }
  }

  /**
   * Opens an input.
   *
   * @param name part of its name; empty: the default one
   * @param backoff between attempts to open it again once it is lost
   * @throws TapewireException failed: no such input, or it can't be opened
   */
  public static MicSource open(
      String name, PcmFormat format, int frameSamples, Surroundings around, Backoff backoff) {
    return new MicSource(new JavaSoundOpener(name), format, frameSamples, around, backoff, null);
  }

  /**
   * {@return an input that can't be opened now} For a tape that goes on: the outage stands on it as
   * one that begins in mid-recording does.
   *
   * @param reason why it can't be
   */
  public static MicSource lost(
      String name,
      PcmFormat format,
      int frameSamples,
      Surroundings around,
      Backoff backoff,
      String reason) {
    return new MicSource(new JavaSoundOpener(name), format, frameSamples, around, backoff, reason);
  }

  private void open() {
    feed = new LineFeed(opener, format, frameSamples, around);
    fresh = true;
    progressNs = around.clock().monotonicNs();
    Thread thread = new Thread(feed, "capture-device");
    thread.setDaemon(true); // It may hang in the driver for ever.
    thread.start();
  }

  private void awaitOpened() {
    while (!feed.isOpened()) {
      if (feed.refusal() != null) {
        throw feed.refusal();
      }
      if (around.clock().monotonicNs() - progressNs > silentNsMax) {
        feed.abandon();
        throw TapewireException.failed(
            opener.label()
                + ": opening it takes more than "
                + silentNsMax / NS_PER_MS
                + " ms; is the sound server well?");
      }
      around.idle().accept(NS_PER_MS);
    }
  }

  @Override
  public PcmFormat format() {
    return format;
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public void start(StartPoint start) {
    from = start;
    progressNs = around.clock().monotonicNs();
    lastReadNs = progressNs;
  }

  @Override
  public boolean read(Slot into) {
    if (outage) {
      addPiece(into);
    }
    if (feed == null) {
      openAgain();
      return true;
    }
    Slot slot = feed.peek();
    if (slot != null) {
      took(slot, into);
      feed.release();
    } else if (feed.isOver()) {
      lost(feed.refusal() == null ? "it gives nothing any more" : feed.refusal().getMessage());
    } else if (around.clock().monotonicNs() - progressNs >= silentNsMax) {
      hung.add(feed);
      lost("not one sample came for " + silentNsMax / NS_PER_MS + " ms");
    } else {
      feed.await();
    }
    return true;
  }

  private void took(Slot slot, Slot into) {
    int samples = slot.samples();
    System.arraycopy(slot.pcm(), 0, into.pcm(), 0, samples * format.blockBytes());
    into.fill(samples, slot.capturedNs());
    if (fresh) {
      fresh = false;
      addMissed(into);
    }
    into.losses().takeFrom(slot.losses());
    lastReadNs = slot.capturedNs();
    progressNs = around.clock().monotonicNs();
  }

  /** What passed while there was no device, or, at the start, no capture. */
  private void addMissed(Slot into) {
    if (from != null && from.resumed()) {
      // The device gives samples from when it was opened; the tape may be opened much later.
      long sinceReadNs = around.clock().monotonicNs() - into.capturedNs();
      long missed = from.samplesMissedAt(around.clock().epochNs() - sinceReadNs, format);
      into.losses().add(GapReason.CAPTURE_RESTARTED, missed - into.samples());
    } else if (from == null || outage) {
      long outageNs = into.capturedNs() - lastReadNs;
      long missed = format.toSamples(outageNs) - into.samples() - writtenSamples;
      into.losses().add(GapReason.SOURCE_STALLED, missed);
      around.log().info(opener.label() + " is back after " + outageNs / NS_PER_MS + " ms");
    }
    from = null;
    outage = false;
    pieceNs = PIECE_NS_MIN;
    writtenSamples = 0;
    backoff.reset();
  }

  /** A recording that is killed, or never gets its device back, has its gap nevertheless. */
  private void addPiece(Slot into) {
    if (from != null) {
      addRestart(into);
    }
    long lastedNs = around.clock().monotonicNs() - lastReadNs - PIECE_MARGIN_NS;
    if (lastedNs >= pieceNs) {
      pieceNs = lastedNs + Math.min(Math.max(lastedNs / 2, PIECE_NS_MIN), PIECE_NS_MAX);
      addUpTo(lastedNs, into.losses());
    }
  }

  /** What passed before the start, while there was no capture, is a gap of its own. */
  private void addRestart(Slot into) {
    long sinceStartNs = around.clock().monotonicNs() - lastReadNs;
    long startEpochNs = around.clock().epochNs() - sinceStartNs;
    into.losses().add(GapReason.CAPTURE_RESTARTED, from.samplesMissedAt(startEpochNs, format));
    from = null;
  }

  private void addUpTo(long lastedNs, Losses into) {
    long missing = format.toSamples(lastedNs) - writtenSamples;
    into.add(GapReason.SOURCE_STALLED, missing);
    writtenSamples += Math.max(0, missing);
  }

  @Override
  public void finish(Losses into) {
    long lastedNs = around.clock().monotonicNs() - lastReadNs;
    if (outage || lastedNs >= silentNsMax) {
      addUpTo(lastedNs, into);
    }
  }

  private void lost(String reason) {
    if (outage) {
      around.log().detail(opener.label() + " is still lost: " + reason);
    } else {
      around.log().warn(opener.label() + " is lost: " + reason + "; it is opened again and again");
    }
    outage = true;
    close();
    feed = null;
    retryNs = around.clock().monotonicNs() + backoff.nextNs();
  }

  private void openAgain() {
    long nowNs = around.clock().monotonicNs();
    if (nowNs < retryNs) {
      around.idle().accept(Math.min(retryNs - nowNs, IDLE_NS));
      return;
    }
    hung.removeIf(LineFeed::isOver);
    if (hung.size() >= HUNG_MAX) {
      throw TapewireException.failed(
          opener.label() + ": the driver hangs; start `tapewire capture` again");
    }
    open();
  }

  @Override
  public void close() {
    if (feed != null) {
      feed.abandon();
    }
  }
}
