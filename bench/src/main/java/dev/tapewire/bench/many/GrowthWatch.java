package dev.tapewire.bench.many;

import dev.tapewire.common.audio.WavHeader;
import java.io.File;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sees frames arrive in the files of a few streams, by the files' lengths. Runs on a thread of its
 * own; the figures are for whoever has joined it.
 */
final class GrowthWatch extends Thread {
  /** So many are looked at: more would disturb what they measure. */
  private static final int WATCHED_MAX = 20;

  /** What a figure may be too large by. */
  private static final long LOOK_NS = 2_000_000;

  private static final int DIGITS = 3;

  final Histogram late = new Histogram(DIGITS);

  private final File[] files;
  private final int[] streams;
  private final long[] seen;
  private final int streamsInAll;
  private final long startNs;
  private final long fromFrame;
  private volatile boolean stopped;

  /**
   * Watches.
   *
   * @param fromFrame frames before this one do not count
   */
  GrowthWatch(File received, int streamsInAll, long startNs, long fromFrame) {
    super("growth-watch");
    this.streamsInAll = streamsInAll;
    this.startNs = startNs;
    this.fromFrame = fromFrame;
    int watched = Math.min(WATCHED_MAX, streamsInAll);
    files = new File[watched];
    streams = new int[watched];
    seen = new long[watched];
    for (int i = 0; i < watched; i++) {
      streams[i] = (int) ((long) i * streamsInAll / watched);
      files[i] = new File(received, Recorder.name(streams[i]) + ".wav");
    }
  }

  @Override
  public void run() {
    while (!stopped) {
      for (int i = 0; i < files.length; i++) {
        look(i);
      }
      LockSupport.parkNanos(LOOK_NS);
    }
  }

  private void look(int i) {
    long nowNs = System.nanoTime();
    long pcm = files[i].length() - WavHeader.length(Recorder.FORMAT);
    long frames = Math.max(0, pcm) / Recorder.FRAME_BYTES;
    for (long frame = seen[i]; frame < frames; frame++) {
      if (frame >= fromFrame) {
        long dueNs = Recorder.dueNs(startNs, frame, streams[i], streamsInAll);
        late.recordValue(Math.max(0, nowNs - dueNs));
      }
    }
    seen[i] = Math.max(seen[i], frames);
  }

  /** Ends it. */
  void finish() throws InterruptedException {
    stopped = true;
    join();
  }
}
