package dev.tapewire.bench.many;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.SystemClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Records many sessions at once, each a frame of 16 kHz mono every 64 ms, evenly spread in time. A
 * program of its own: {@code TAPES STREAMS SECONDS DESTINATION}; prints when it began. Confined to
 * the main thread.
 */
public final class Recorder {
  static final PcmFormat FORMAT = new PcmFormat(16_000, 1, Encoding.S16LE);
  static final int FRAME_SAMPLES = 1024;
  static final int FRAME_BYTES = 2 * FRAME_SAMPLES;
  static final long FRAME_NS = 64_000_000;

  private static final long LATE_NS = 5_000_000;
  private static final long SETTLE_NS = 3_000_000_000L;

  private Recorder() {}

  /** Records. */
  public static void main(String[] arguments) {
    Path tapes = Path.of(arguments[0]);
    int streams = Integer.parseInt(arguments[1]);
    long frames = Long.parseLong(arguments[2]) * 1_000_000_000L / FRAME_NS;
    NewSession session = new NewSession(FORMAT, "bench", FRAME_SAMPLES, List.of(arguments[3]));
    List<TapeWriter> writers = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      SessionPaths paths = SessionPaths.of(tapes, name(i));
      writers.add(Tape.openWriter(paths, session, new SystemClock(), new Random(i)));
    }
    byte[] pcm = new byte[FRAME_BYTES];
    new Random(1).nextBytes(pcm);
    long startNs = System.nanoTime() + SETTLE_NS;
    System.out.println("began " + startNs + " frames " + frames);
    long late = 0;
    for (long frame = 0; frame < frames; frame++) {
      for (int i = 0; i < streams; i++) {
        long dueNs = dueNs(startNs, frame, i, streams);
        awaitNs(dueNs);
        late += System.nanoTime() - dueNs > LATE_NS ? 1 : 0;
        writers.get(i).frame(pcm, 0, FRAME_SAMPLES, dueNs);
      }
    }
    for (TapeWriter writer : writers) {
      writer.end();
      writer.close();
    }
    System.out.println("ended, late " + late);
  }

  /** {@return the name of the session of stream {@code i}} */
  static String name(int i) {
    return "stream" + i;
  }

  /** {@return when a frame is whole, monotonic ns} */
  static long dueNs(long startNs, long frame, int stream, int streams) {
    return startNs + frame * FRAME_NS + stream * FRAME_NS / streams;
  }

  private static void awaitNs(long dueNs) {
    for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
