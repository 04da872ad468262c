package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.capture.ring.Ring;
import dev.tapewire.capture.ring.Slot;
import dev.tapewire.capture.source.AudioSource;
import dev.tapewire.capture.source.StartPoint;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.ManualClock;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that keeps what is not read, paused in the middle of a read. */
class PausedFileTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.U8);
  private static final int FRAME_SAMPLES = 2;

  @TempDir private Path directory;

  private final ManualClock clock = new ManualClock();
  private final Log log = new Log(new PrintStream(PrintStream.nullOutputStream()), false);
  private final Withholding withholding = new Withholding(FORMAT, clock, log);

  @Test
  void isNeitherCutNorRecordedOnInThePause() throws IOException {
    SessionPaths paths = SessionPaths.of(directory, "s");
    Files.createDirectories(paths.directory());
    RecordingTape tape = new RecordingTape(directory, FORMAT, FRAME_SAMPLES);
    Ring ring = new Ring(100, FRAME_SAMPLES, FORMAT.blockBytes());
    Counting file = new Counting(paths, tape);
    CaptureReader reader =
        new CaptureReader(
            file, ring, FRAME_SAMPLES, null, withholding, new InputWatch(FORMAT, clock));
    CaptureWriter writer = new CaptureWriter(ring, tape.chain(directory), clock, log);

    step(reader, writer, 6);
    assertEquals(2 * FRAME_SAMPLES, tape.position(), "the third read is in the pause");
    paths.paused().clear();
    clock.advanceNs(1_000_000_000L);
    withholding.follow(paths, tape);
    step(reader, writer, 3);

    assertEquals(List.of(), tape.gaps());
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, tape.timeline());
  }

  private static void step(CaptureReader reader, CaptureWriter writer, int times) {
    for (int i = 0; i < times; i++) {
      reader.step();
      writer.step();
    }
  }

  /** Samples that count from 1; during its third read the session is paused. */
  private final class Counting implements AudioSource {
    private final SessionPaths paths;
    private final RecordingTape tape;
    private int position;

    Counting(SessionPaths paths, RecordingTape tape) {
      this.paths = paths;
      this.tape = tape;
    }

    @Override
    public PcmFormat format() {
      return FORMAT;
    }

    @Override
    public boolean isLive() {
      return false;
    }

    @Override
    public boolean keepsUnread() {
      return true;
    }

    @Override
    public void start(StartPoint from) {
      // It begins at 1.
    }

    @Override
    public boolean read(Slot into) {
      for (int i = 0; i < FRAME_SAMPLES; i++) {
        position++;
        into.pcm()[i] = (byte) position;
      }
      into.fill(FRAME_SAMPLES, clock.monotonicNs());
      if (position == 3 * FRAME_SAMPLES) {
        pause();
      }
      return true;
    }

    private void pause() {
      try {
        paths.paused().set();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      clock.advanceNs(1_000_000_000L);
      withholding.follow(paths, tape);
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
