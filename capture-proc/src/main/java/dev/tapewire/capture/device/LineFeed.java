package dev.tapewire.capture.device;

import dev.tapewire.capture.ring.Ring;
import dev.tapewire.capture.ring.Slot;
import dev.tapewire.capture.source.Surroundings;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.record.GapReason;

/**
 * One life of an audio input, on a thread of its own: when a sound server dies, any call into the
 * driver may hang for ever, and then this thread is left behind. The device is read when it shows
 * that samples are there: of a dead one, a read returns nothing at once for ever. Run by its
 * thread; the rest is for the reader thread.
 */
final class LineFeed implements Runnable {
  /** What a reader may be late by, held in the device. */
  private static final long BUFFER_NS = 1_000_000_000L;

  private static final int BUFFER_FRAMES_MIN = 4;

  /** Between this thread and the reader, who only copies. */
  private static final int FEED_FRAMES = 8;

  private static final long POLL_NS_MIN = 1_000_000L;

  /** Longer than usual frames last: a shorter wait would only be woken in vain. */
  private static final long POLL_NS_MAX = 50_000_000L;

  private final InputOpener opener;
  private final PcmFormat format;
  private final int frameSamples;
  private final Surroundings around;
  private final LossEstimator estimator;
  private final Ring ring;
  private volatile boolean opened;
  private volatile boolean abandoned;
  private volatile boolean over;
  private volatile TapewireException refusal;

  LineFeed(InputOpener opener, PcmFormat format, int frameSamples, Surroundings around) {
    this.opener = opener;
    this.format = format;
    this.frameSamples = frameSamples;
    this.around = around;
    this.estimator = new LossEstimator(format);
    this.ring = new Ring(FEED_FRAMES, frameSamples, format.blockBytes());
  }

  @Override
  public void run() {
    try {
      long samples = Math.max(format.toSamples(BUFFER_NS), (long) BUFFER_FRAMES_MIN * frameSamples);
      InputLine line = opener.open(format, Math.toIntExact(format.bytes(samples)));
      opened = true;
      try {
        while (!abandoned && step(line)) {}
      } finally {
        line.close();
      }
    } catch (TapewireException e) {
      refusal = e;
    } catch (RuntimeException | Error e) { // Of a driver: it is opened again, as after a loss.
      refusal = TapewireException.failed("the driver failed: " + e, e);
    } finally {
      over = true;
      ring.close();
    }
  }

  /** Reads a frame if it is there. {@return false if the device is dead} */
  private boolean step(InputLine line) {
    Slot slot = ring.claim();
    int block = format.blockBytes();
    int wanted = Math.min(frameSamples, line.bufferBytes() / block / 2);
    int ready = line.availableBytes();
    if (slot == null || ready / block < wanted) {
      long missingNs = slot == null ? 0 : format.toNs(wanted - ready / block);
      around.idle().accept(Math.max(POLL_NS_MIN, Math.min(missingNs, POLL_NS_MAX)));
      return true;
    }
    boolean overrun = ready >= line.bufferBytes();
    int samples = line.read(slot.pcm(), wanted * block) / block;
    if (samples < 1) {
      return false;
    }
    long nowNs = around.clock().monotonicNs();
    slot.losses().add(GapReason.OVERRUN, estimator.offer(samples, nowNs, overrun));
    slot.fill(samples, nowNs);
    ring.publish();
    return true;
  }

  /** {@return the oldest frame not released, or null} */
  Slot peek() {
    return ring.peek();
  }

  /** Gives the frame back that {@link #peek} showed. */
  void release() {
    ring.release();
  }

  /** Waits for a frame, a little. */
  void await() {
    ring.await(POLL_NS_MAX);
  }

  /** Lets it end when it can; what it still gives is not wanted. */
  void abandon() {
    abandoned = true;
  }

  /** {@return whether the device could be opened} */
  boolean isOpened() {
    return opened;
  }

  /** {@return whether its thread has ended} */
  boolean isOver() {
    return over;
  }

  /** {@return why the device can't be opened, or null} */
  TapewireException refusal() {
    return refusal;
  }
}
