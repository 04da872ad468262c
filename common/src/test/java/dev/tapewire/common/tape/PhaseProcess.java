package dev.tapewire.common.tape;

import dev.tapewire.common.process.Deaths;
import dev.tapewire.common.process.Instants;
import dev.tapewire.common.process.Told;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * A process that writes a tape and waits, before one phase of that, to be watched. It has done the
 * same on another tape before, so that what is seen is not the loading of classes.
 */
final class PhaseProcess {
  private static final int FEW = 20;

  private final Path at;
  private final String phase;
  private final boolean watched;
  private final Told told;

  private PhaseProcess(Path at, String phase, boolean watched) throws IOException {
    this.at = at;
    this.phase = phase;
    this.watched = watched;
    told = new Told(at);
  }

  private static long framesBefore(String phase) {
    return switch (phase) {
      case "open" -> 0;
      case "roll" -> rollFrames();
      default -> FEW;
    };
  }

  /** {@return the tape that the process writes in the directory {@code at}} */
  static SessionPaths paths(Path at) {
    return new SessionPaths(at.resolve("tape"));
  }

  /** {@return frames that fill a file: its next frame begins another} */
  private static long rollFrames() {
    long document = TapeSession.FRAME_SAMPLES * 2L + 48 + 4;
    return (TapeAppender.FILE_BYTES / document) - FEW;
  }

  public static void main(String[] args) throws Exception {
    Path at = Path.of(args[0]);
    if (!args[1].equals("roll")) {
      new PhaseProcess(Deaths.warm(at), args[1], false).run();
    }
    new PhaseProcess(at, args[1], true).run();
    Instants.done();
  }

  private void run() throws Exception {
    if (phase.equals("open")) {
      ready();
      open().close();
      return;
    }
    TapeWriter writer = open();
    for (long i = 0; i < framesBefore(phase); i++) {
      append(writer);
    }
    if (phase.equals("roll")) {
      ready();
      // Somewhere in these the file is full.
      for (int i = 0; i < 3 * FEW; i++) {
        append(writer);
      }
      return;
    }
    if (phase.equals("end")) {
      ready();
      writer.end();
      writer.close();
      return;
    }
    writer.close();
    ready();
    open().close();
  }

  private TapeWriter open() {
    return Tape.openWriter(paths(at), TapeSession.WANTED, new SystemClock(), new Random());
  }

  private void append(TapeWriter writer) {
    byte[] pcm = WriterProcess.pcm(writer.frames());
    writer.frame(pcm, 0, TapeSession.FRAME_SAMPLES, System.nanoTime());
    told.tell(writer.frames());
  }

  private void ready() throws Exception {
    if (watched) {
      Instants.ready();
    }
  }
}
