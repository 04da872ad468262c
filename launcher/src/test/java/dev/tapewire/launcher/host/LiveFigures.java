package dev.tapewire.launcher.host;

import dev.tapewire.common.metric.CaptureCounter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
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

  /** {@return a figure, read and not mapped: a mapping would keep its disk mounted} */
  static long read(Path counters, Enum<?> key) throws IOException {
    if (!Files.exists(counters)) {
      return 0;
    }
    byte[] bytes = Files.readAllBytes(counters);
    int at = (1 + key.ordinal()) * Long.BYTES; // Behind the file's magic number.
    return bytes.length < at + Long.BYTES
        ? 0
        : ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong(at);
  }
}
