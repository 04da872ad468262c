package dev.tapewire.launcher.host;

import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import java.io.IOException;
import java.nio.file.Path;

/** Live figures of a capture process, read beside it. Safe for use by any thread. */
final class LiveFigures {
  private LiveFigures() {}

  /** {@return frames on the tape, or 0 before capture tells any} */
  static long frames(Path counters) throws IOException {
    return read(counters, CaptureCounter.FRAMES);
  }

  /** {@return samples on the timeline, or 0 before capture tells any} */
  static long samples(Path counters) throws IOException {
    return read(counters, CaptureCounter.SAMPLES);
  }

  private static long read(Path counters, CaptureCounter key) throws IOException {
    try (CounterFile<CaptureCounter> file =
        CounterFile.openReader(counters, CaptureCounter.class)) {
      return file == null ? 0 : file.get(key);
    }
  }
}
