package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.tapewire.capture.ring.Losses;
import dev.tapewire.capture.ring.Ring;
import dev.tapewire.capture.ring.Slot;
import dev.tapewire.capture.source.AudioSource;
import dev.tapewire.capture.source.PipeIdentity;
import dev.tapewire.capture.source.PipeSource;
import dev.tapewire.capture.source.StartPoint;
import dev.tapewire.capture.source.Surroundings;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.InputState;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.time.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a reader ends, and what it says of the source meanwhile. */
class CaptureReaderTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final int FRAME_SAMPLES = 80;
  private static final int RING_FRAMES = 50;
  private static final long S = 1_000_000_000L;

  @TempDir private Path directory;

  private final ManualClock clock = new ManualClock();
  private final Log log = new Log(new PrintStream(OutputStream.nullOutputStream()), false);
  private final Ring ring = new Ring(RING_FRAMES, FRAME_SAMPLES, FORMAT.blockBytes());
  private final InputWatch input = new InputWatch(FORMAT, clock);
  private CounterFile<CaptureCounter> counters;

  @BeforeEach
  void open() throws IOException {
    counters = CounterFile.openWriter(directory.resolve("counters"), CaptureCounter.class);
  }

  @Test
  void anErrorIsNoEndOfTheSource() {
    Error error = new OutOfMemoryError("Java heap space");
    CaptureReader reader =
        reader(
            new Fake() {
              @Override
              public boolean read(Slot into) {
                throw error;
              }
            });

    reader.run();

    assertSame(error, reader.failure());
  }

  @Test
  void tellsHowTheSourceFailedAndWhatIsMissingAtItsEnd() {
    CaptureReader reader =
        reader(
            new Fake() {
              @Override
              public boolean read(Slot into) {
                return false;
              }

              @Override
              public String failure() {
                return "it broke";
              }

              @Override
              public void finish(Losses into) {
                into.add(GapReason.SOURCE_STALLED, 4711);
              }
            });

    reader.run();

    assertEquals("it broke", reader.sourceFailure());
    assertEquals(4711, ring.peek().losses().samples(GapReason.SOURCE_STALLED));
  }

  @Test
  void whatAPipeHeldAtTheStopIsRead() {
    byte[] held = new byte[FRAME_SAMPLES * 2 * 10 + 50];
    Arrays.fill(held, (byte) 7);
    PipeSource pipe =
        new PipeSource(
            new ByteArrayInputStream(held),
            PipeIdentity.UNKNOWN,
            FORMAT,
            new Surroundings(clock, clock::advanceNs, log));
    pipe.start(new StartPoint(0, false, null, counters));
    CaptureReader reader = reader(pipe);

    reader.stop();
    reader.run();

    assertArrayEquals(held, drained());
    assertNull(reader.sourceFailure());
  }

  @Test
  void aSourceThatGivesNothingIsDeadAndOneThatIsPacedIsNot() {
    Fake silent = new Fake();
    CaptureReader reader = reader(silent);
    clock.advanceNs(4 * S);
    reader.step();
    assertEquals(InputState.DEAD, state(false));

    silent.keeps = true;
    reader.step();
    assertEquals(InputState.SIGNAL, state(false));
  }

  @Test
  void samplesOfNoLevelAreSilenceAndTheLevelOfOldIsNotShown() {
    Fake source = new Fake();
    CaptureReader reader = reader(source);
    source.level = 1000;
    read(reader, 3);
    assertEquals(InputState.SIGNAL, state(false));
    assertEquals(1000 * 1_000_000L / 32_768, counters.get(CaptureCounter.PEAK_PPM), 1);

    source.level = 1; // -90 dBFS
    read(reader, 1030);
    assertEquals(InputState.SILENT, state(false));
    source.level = 11; // -69.5 dBFS
    read(reader, 30);
    assertEquals(InputState.SIGNAL, state(false));

    clock.advanceNs(2 * S);
    input.tell(counters, false);
    assertEquals(0, counters.get(CaptureCounter.PEAK_PPM));
  }

  @Test
  void afterAPauseTheInputHasItsTimeAgain() {
    clock.advanceNs(60 * S);
    assertEquals(InputState.PAUSED, state(true));
    assertEquals(InputState.SIGNAL, state(false));
    clock.advanceNs(3 * S);
    assertEquals(InputState.DEAD, state(false));
  }

  private void read(CaptureReader reader, int frames) {
    for (int i = 0; i < frames; i++) {
      clock.advanceNs(10_000_000L);
      reader.step();
      while (ring.peek() != null) {
        ring.release();
      }
    }
  }

  private InputState state(boolean paused) {
    input.tell(counters, paused);
    counters.set(CaptureCounter.PAUSED, paused ? 1 : 0);
    return InputState.of(counters, clock.monotonicNs());
  }

  private CaptureReader reader(AudioSource source) {
    Withholding none = new Withholding(FORMAT, clock, log);
    return new CaptureReader(source, ring, FRAME_SAMPLES, null, none, input);
  }

  private byte[] drained() {
    byte[] all = new byte[0];
    for (Slot slot = ring.peek(); slot != null; slot = ring.peek()) {
      int at = all.length;
      int bytes = slot.samples() * FORMAT.blockBytes();
      all = Arrays.copyOf(all, at + bytes);
      System.arraycopy(slot.pcm(), 0, all, at, bytes);
      ring.release();
    }
    return all;
  }

  /** Gives a frame of one level, or nothing. */
  private class Fake implements AudioSource {
    int level;
    boolean keeps;

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
      return keeps;
    }

    @Override
    public void start(StartPoint from) {
      // It has no position.
    }

    @Override
    public boolean read(Slot into) {
      for (int i = 0; level > 0 && i < into.pcm().length; i += 2) {
        into.pcm()[i] = (byte) level;
        into.pcm()[i + 1] = (byte) (level >> 8);
      }
      into.fill(level > 0 ? FRAME_SAMPLES : 0, clock.monotonicNs());
      return true;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
