package dev.tapewire.common.tape;

import dev.tapewire.common.process.Instants;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.SystemClock;
import java.nio.file.Path;
import java.util.Random;

/**
 * A process that writes a tape and waits, before one phase of that, to be watched. It has done the
 * same on another tape before, so that what is seen is not the loading of classes.
 */
final class PhaseProcess {
  private static final int FEW = 20;

  private PhaseProcess() {}

  /** {@return frames that are on the tape when the phase begins} */
  static long framesBefore(String phase) {
    return switch (phase) {
      case "open" -> 0;
      case "roll" -> rollFrames();
      default -> FEW;
    };
  }

  /** {@return frames that fill a file: its next frame begins another} */
  private static long rollFrames() {
    long document = TapeSession.FRAME_SAMPLES * 2L + 48 + 4;
    return (TapeAppender.FILE_BYTES / document) - FEW;
  }

  public static void main(String[] args) throws Exception {
    Path tape = Path.of(args[0]);
    boolean roll = args[1].equals("roll");
    if (!roll) {
      run(tape.resolveSibling(tape.getFileName() + ".warm"), args[1], false);
    }
    run(tape, args[1], true);
    Instants.done();
  }

  private static void run(Path directory, String phase, boolean watched) throws Exception {
    SessionPaths paths = new SessionPaths(directory);
    if (phase.equals("open")) {
      ready(watched);
      open(paths).close();
      return;
    }
    TapeWriter writer = open(paths);
    for (long i = 0; i < framesBefore(phase); i++) {
      append(writer);
    }
    if (phase.equals("roll")) {
      ready(watched);
      // Somewhere in these the file is full.
      for (int i = 0; i < 3 * FEW; i++) {
        append(writer);
      }
      return;
    }
    if (phase.equals("end")) {
      ready(watched);
      writer.end();
      writer.close();
      return;
    }
    writer.close();
    ready(watched);
    open(paths).close();
  }

  private static TapeWriter open(SessionPaths paths) {
    return Tape.openWriter(paths, TapeSession.WANTED, new SystemClock(), new Random());
  }

  private static void append(TapeWriter writer) {
    writer.frame(
        WriterProcess.pcm(writer.frames()), 0, TapeSession.FRAME_SAMPLES, System.nanoTime());
  }

  private static void ready(boolean watched) throws Exception {
    if (watched) {
      Instants.ready();
    }
  }
}
