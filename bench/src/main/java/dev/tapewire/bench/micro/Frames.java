package dev.tapewire.bench.micro;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The usual frame, and tapes of it: 1,024 samples of 44.1 kHz mono. Confined to one thread. */
final class Frames {
  static final PcmFormat FORMAT = new PcmFormat(44_100, 1, Encoding.S16LE);
  static final int SAMPLES = 1024;
  static final int PCM_BYTES = 2048;

  private static final long SEED = 1;

  private Frames() {}

  /** {@return a frame of noise} */
  static byte[] pcm() {
    byte[] pcm = new byte[PCM_BYTES];
    new Random(SEED).nextBytes(pcm);
    return pcm;
  }

  /** {@return a new tape in a directory of its own} */
  static TapeWriter begin(Path directory) {
    NewSession session = new NewSession(FORMAT, "bench", SAMPLES, List.of());
    return Tape.openWriter(paths(directory), session, new SystemClock(), new Random(SEED));
  }

  static SessionPaths paths(Path directory) {
    return SessionPaths.of(directory, "bench");
  }

  static Path directory() throws IOException {
    return Files.createTempDirectory("tapewire-bench");
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
