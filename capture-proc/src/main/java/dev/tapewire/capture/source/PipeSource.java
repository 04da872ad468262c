package dev.tapewire.capture.source;

import dev.tapewire.capture.ring.Losses;
import dev.tapewire.capture.ring.Slot;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.record.GapReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Raw PCM out of a pipe. The pipe holds what is not read yet, and it may outlive this process: what
 * is taken out of it is counted in a file as it is taken, so that after a kill the next life knows
 * how many samples were taken and never reached the tape, and stays in step with the blocks. For
 * that, whole blocks are taken where the pipe shows them. Confined to the reader thread.
 */
public final class PipeSource implements AudioSource {
  private static final long POLL_NS = 1_000_000L;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  /** Longer than any frame of use, shorter than anybody waits for the first sound. */
  private static final long FLUSH_NS_MAX = NS_PER_SECOND / 2;

  private final InputStream in;
  private final PipeIdentity identity;
  private final PcmFormat format;
  private final Surroundings around;
  private final Ending ending;
  private final PaceWatch pace;
  private final byte[] rest;
  private StartPoint from;
  private long takenBytes;

  /** What an earlier life took, or missed, and no tape tells of yet. */
  private final AtomicLong lostAtStart = new AtomicLong();

  private int restBytes;
  private int bytesToBoundary;
  private boolean ended;

  /** Since when samples are waited for; 0: nobody waits. */
  private volatile long askedNs;

  /** When the last read was over; what passed since is not the pipe's fault. */
  private long leftNs;

  private long heldBackNs;
  private long heldAtStart;

  /** Why samples of the last stall would be missing. */
  private volatile GapReason stallReason = GapReason.SOURCE_STALLED;

  /**
   * Reads {@code in}, unbuffered so that what is taken is what was asked for.
   *
   * @param identity tells whether an earlier life of capture read the same pipe
   */
  public PipeSource(InputStream in, PipeIdentity identity, PcmFormat format, Surroundings around) {
    this(in, identity, format, around, Ending.UNKNOWN);
  }

  /**
   * Reads {@code in}, unbuffered.
   *
   * @param identity tells whether an earlier life of capture read the same pipe
   * @param ending tells why the pipe ends
   */
  public PipeSource(
      InputStream in, PipeIdentity identity, PcmFormat format, Surroundings around, Ending ending) {
    this.ending = ending;
    this.in = in;
    this.identity = identity;
    this.format = format;
    this.around = around;
    this.pace = new PaceWatch(format);
    this.rest = new byte[format.blockBytes()];
  }

  @Override
  public PcmFormat format() {
    return format;
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public void start(StartPoint start) {
    from = start;
    if (start.resumed() && identity.isThatOf(start.counters().get(CaptureCounter.PIPE_ID))) {
      goOn();
    } else {
      begin();
    }
  }

  private void begin() {
    long missed = from.samplesMissedAt(around.clock().epochNs(), format);
    lostAtStart.set(missed);
    from.counters().set(CaptureCounter.PIPE_ID, 0);
    from.counters().set(CaptureCounter.PIPE_ASKED_BYTES, 0);
    from.counters().set(CaptureCounter.PIPE_BYTES, 0);
    from.counters().set(CaptureCounter.PIPE_START_SAMPLES, from.position() + missed);
    from.counters().set(CaptureCounter.PIPE_ID, identity.id());
  }

  /** What an earlier life took and did not bring to the tape is lost, a torn block as a whole. */
  private void goOn() {
    takenBytes = from.counters().get(CaptureCounter.PIPE_BYTES);
    int block = format.blockBytes();
    bytesToBoundary = (int) ((block - takenBytes % block) % block);
    long taken =
        from.counters().get(CaptureCounter.PIPE_START_SAMPLES)
            + (takenBytes + bytesToBoundary) / block;
    lostAtStart.set(Math.max(0, taken - from.position()));
    long unsure = (from.counters().get(CaptureCounter.PIPE_ASKED_BYTES) - takenBytes) / block;
    if (unsure > 0) {
      around
          .log()
          .warn("killed in a read of the pipe: up to " + unsure + " samples more may be missing");
      from.counters().set(CaptureCounter.PIPE_ASKED_BYTES, takenBytes);
    }
  }

  @Override
  public boolean read(Slot into) {
    if (lostAtStart.get() > 0) {
      into.losses().add(GapReason.CAPTURE_RESTARTED, lostAtStart.getAndSet(0));
      return true; // At once: the read may wait for ever, and a stop would not know of it.
    }
    try {
      long beganNs = around.clock().monotonicNs();
      heldBackNs = leftNs == 0 ? 0 : beganNs - leftNs;
      askedNs = beganNs;
      heldAtStart = leftNs == 0 ? in.available() / format.blockBytes() : heldAtStart;
      int samples = fill(into);
      askedNs = 0;
      leftNs = around.clock().monotonicNs();
      if (samples > 0) {
        into.fill(samples, leftNs);
        watch(samples, into);
      }
      return samples > 0 || !into.isEmpty() || !ended;
    } catch (IOException e) {
      throw TapewireException.failed("can't read the source's pipe: " + IoReason.of(e), e);
    }
  }

  private void watch(int samples, Slot into) {
    boolean ours = heldBackNs >= PaceWatch.STALL_NS;
    stallReason = ours ? GapReason.DISK_FULL : stallReason;
    into.losses().add(stallReason, pace.offer(samples, heldAtStart, leftNs));
    if (pace.isBack()) {
      stallReason = GapReason.SOURCE_STALLED;
      around.log().info("the source gives samples again");
    }
  }

  @Override
  public void look() {
    long sinceNs = askedNs;
    if (sinceNs != 0 && pace.stalls(sinceNs, around.clock().monotonicNs())) {
      around
          .log()
          .warn(
              "the source has given no samples for "
                  + PaceWatch.STALL_NS / NS_PER_SECOND
                  + " s; what is still missing "
                  + PaceWatch.SETTLE_NS / NS_PER_SECOND
                  + " s after it gives some again is a gap");
    }
  }

  @Override
  public long heldBytes() {
    try {
      return in.available();
    } catch (IOException e) {
      return 0; // The next read tells.
    }
  }

  @Override
  public boolean mayHang() {
    return true;
  }

  @Override
  public void finish(Losses into) {
    // A stop may come before the first read.
    into.add(GapReason.CAPTURE_RESTARTED, lostAtStart.getAndSet(0));
    into.add(stallReason, pace.finish(around.clock().monotonicNs()));
  }

  private int fill(Slot into) throws IOException {
    int block = format.blockBytes();
    int samples = 0;
    long flushNs = 0;
    while (samples < into.samplesMax() && !ended) {
      int ready = in.available();
      if (restBytes > 0 || bytesToBoundary > 0 || ready < block) {
        if (samples > 0 && ready == 0) {
          if (around.clock().monotonicNs() >= flushNs) {
            break;
          }
          around.idle().accept(POLL_NS);
          continue;
        }
        samples += oneBlock(into.pcm(), samples * block);
      } else {
        int room = into.samplesMax() - samples;
        samples += whole(into.pcm(), samples * block, Math.min(room, ready / block));
      }
      flushNs =
          flushNs == 0 && samples > 0 ? around.clock().monotonicNs() + flushAfterNs(into) : flushNs;
    }
    return samples;
  }

  /** Blocks that the pipe has shown: such a read is whole. {@return samples} */
  private int whole(byte[] pcm, int at, int samples) throws IOException {
    int block = format.blockBytes();
    // A kill between the read and its count takes what nothing tells of, but for this.
    from.counters().set(CaptureCounter.PIPE_ASKED_BYTES, takenBytes + (long) samples * block);
    int got = take(pcm, at, samples * block);
    restBytes = got % block;
    System.arraycopy(pcm, at + got - restBytes, rest, 0, restBytes);
    return got / block;
  }

  /** Waits for bytes, at most to the end of a block. {@return samples, 0 or 1} */
  private int oneBlock(byte[] pcm, int at) throws IOException {
    if (bytesToBoundary > 0) {
      bytesToBoundary -= take(rest, 0, bytesToBoundary);
      return 0;
    }
    restBytes += take(rest, restBytes, rest.length - restBytes);
    if (ended && restBytes > 0) {
      around.log().warn("the source's last " + restBytes + " bytes are no whole block; left out");
    }
    if (restBytes < rest.length) {
      return 0;
    }
    System.arraycopy(rest, 0, pcm, at, rest.length);
    restBytes = 0;
    return 1;
  }

  private int take(byte[] into, int at, int length) throws IOException {
    int got = in.read(into, at, length);
    if (got < 0) {
      ended = true;
      return 0;
    }
    takenBytes += got;
    from.counters().set(CaptureCounter.PIPE_BYTES, takenBytes);
    return got;
  }

  /** A frame that does not fill up goes to the tape after twice the time that it lasts. */
  private long flushAfterNs(Slot into) {
    return Math.min(2 * format.toNs(into.samplesMax()), FLUSH_NS_MAX);
  }

  @Override
  public String failure() {
    return ending.failure();
  }

  @Override
  public void close() {
    // A read in another thread may hold the stream; the pipe ends with the process.
  }
}
