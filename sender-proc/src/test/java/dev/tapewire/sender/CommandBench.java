package dev.tapewire.sender;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import picocli.CommandLine;

/** A tapes directory with recorded sessions, and the commands on it. Confined to one thread. */
final class CommandBench {
  static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  static final int FRAME = 160;
  static final int FRAMES = 50;

  final Path tapes;
  final byte[] pcm = new byte[2 * FRAMES * FRAME];
  final StringWriter errors = new StringWriter();
  final StringWriter out = new StringWriter();

  CommandBench(Path tapes) {
    this.tapes = tapes;
    new Random(3).nextBytes(pcm);
  }

  SessionPaths paths(String session) {
    return SessionPaths.of(tapes, session);
  }

  /** Records 1 s, as a capture process that is gone since. */
  void record(String session, boolean end, List<String> to) throws IOException {
    record(session, end, to, null);
  }

  /** The same, sealed under {@code key} if that is not null. */
  void record(String session, boolean end, List<String> to, TapeKey key) throws IOException {
    try (TapeWriter writer = open(session, to, key)) {
      for (int at = 0; at < pcm.length; at += 2 * FRAME) {
        writer.frame(pcm, at, FRAME, System.nanoTime());
      }
      if (end) {
        writer.end();
      }
    }
    setCapturePid(session, 0); // The writer was this process, which lives on.
  }

  TapeWriter open(String session, List<String> to) {
    return open(session, to, null);
  }

  private TapeWriter open(String session, List<String> to, TapeKey key) {
    return Tape.openWriter(
        paths(session),
        new NewSession(FORMAT, "tone", FRAME, to, key),
        new SystemClock(),
        new Random(session.hashCode()));
  }

  void setCapturePid(String session, long pid) throws IOException {
    try (CounterFile<CaptureCounter> counters =
        CounterFile.openWriter(paths(session).captureCounters(), CaptureCounter.class)) {
      counters.set(CaptureCounter.PID, pid);
      counters.set(CaptureCounter.BEAT_EPOCH_NS, new SystemClock().epochNs());
      counters.set(CaptureCounter.BEAT_NS, new SystemClock().monotonicNs());
    }
  }

  int send(String... arguments) {
    return run(new SendCommand(null), arguments);
  }

  int replay(String... arguments) {
    return run(new ReplayCommand(null), arguments);
  }

  private int run(Object command, String... arguments) {
    CommandLine line = new CommandLine(command);
    line.setErr(new PrintWriter(errors));
    line.setOut(new PrintWriter(out));
    line.setExecutionExceptionHandler(
        (e, at, parsed) -> {
          if (e instanceof TapewireException told) {
            errors.append(e.getMessage());
            return told.exitCode().code();
          }
          throw e;
        });
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--tapes";
    all[arguments.length + 1] = tapes.toString();
    return line.execute(all);
  }
}
