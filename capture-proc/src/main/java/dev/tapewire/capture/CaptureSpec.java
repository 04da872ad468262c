package dev.tapewire.capture;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.record.RecordLayout;

/**
 * What is to be captured, checked. Immutable.
 *
 * @param source as the tape names it; a file as its absolute path
 * @param kind of source
 * @param format of a live source; null for a file, which brings its own
 * @param frameSamples samples per channel in a frame; 0: the usual number, or fewer if they are big
 * @param speed of a file, times real time; infinite: flat out
 * @param waitDevice whether to wait for an input that can't be opened
 * @param ringSeconds what is held in memory for a slow disk; 0: the usual, or less if that is big
 * @param sharers sources of the process, which share that memory
 */
public record CaptureSpec(
    String source,
    SourceKind kind,
    PcmFormat format,
    int frameSamples,
    double speed,
    boolean waitDevice,
    double ringSeconds,
    int sharers) {
  /** 23 ms at 44.1 kHz. */
  public static final int FRAME_SAMPLES_DEFAULT = 1024;

  /** Longer than a disk is ever busy in good health. */
  private static final double RING_SECONDS_DEFAULT = 10;

  /** Half of the memory that the script gives the process; of all its sources together. */
  private static final long RING_BYTES_MAX = 128L << 20;

  /**
   * What each further source takes of that beside its ring: with 500 sources 190 KiB were counted
   * ({@code jcmd GC.heap_info}); what is more comes out of the other half.
   */
  private static final long SOURCE_BYTES = 128L << 10;

  /** A ring of one frame would drop at once. */
  private static final int RING_FRAMES_MIN = 16;

  /** Checks what can be checked without opening the source. */
  public CaptureSpec {
    if (format != null && frameSamples > 0) {
      checkFrame(format, frameSamples);
    }
  }

  /** {@return samples per channel in a frame of {@code opened}} */
  int frameSamplesOf(PcmFormat opened) {
    if (frameSamples == 0) {
      int fit = RecordLayout.FRAME_PCM_BYTES_MAX / opened.blockBytes();
      return Math.min(FRAME_SAMPLES_DEFAULT, fit);
    }
    checkFrame(opened, frameSamples);
    return frameSamples;
  }

  /** {@return how many frames of {@code opened} the ring holds} */
  int ringFramesOf(PcmFormat opened) {
    long frameBytes = opened.bytes(frameSamplesOf(opened));
    double seconds = ringSeconds == 0 ? RING_SECONDS_DEFAULT : ringSeconds;
    double frames = Math.ceil(seconds * opened.sampleRateHz() / frameSamplesOf(opened));
    long ringBytes = (RING_BYTES_MAX - (sharers - 1) * SOURCE_BYTES) / sharers;
    int framesMax = (int) (ringBytes / frameBytes);
    if (ringSeconds != 0 && frames > framesMax) {
      throw TapewireException.usage(
          "--ring-seconds "
              + ringSeconds
              + " of "
              + opened
              + " take more than "
              + (RING_BYTES_MAX >> 20)
              + (sharers == 1 ? " MiB" : " MiB, shared by " + sharers + " sources")
              + "; the most is "
              + opened.toNs((long) framesMax * frameSamplesOf(opened)) / 1_000_000_000L);
    }
    return (int) Math.max(RING_FRAMES_MIN, Math.min(frames, framesMax));
  }

  /** {@return the same, of a process that records so many sources} */
  CaptureSpec among(int sources) {
    return new CaptureSpec(
        source, kind, format, frameSamples, speed, waitDevice, ringSeconds, sources);
  }

  private static void checkFrame(PcmFormat format, int frameSamples) {
    int most = RecordLayout.FRAME_PCM_BYTES_MAX / format.blockBytes();
    if (frameSamples > most) {
      throw TapewireException.usage(
          "--frame "
              + frameSamples
              + " is too many samples; of "
              + format
              + " a frame takes "
              + most);
    }
  }
}
