package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.capture.ring.Ring;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reader, ring and writer together, stepped in random order against a list of what was produced.
 */
class CaptureModelTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S24LE);
  private static final int FRAME_SAMPLES = 7;
  private static final int RING_FRAMES = 5;
  private static final int STEPS = 3000;

  @TempDir private Path directory;

  private final ManualClock clock = new ManualClock();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Log log = new Log(new PrintStream(told, true, StandardCharsets.UTF_8), false);
  private final Withholding withholding = new Withholding(FORMAT, clock, log);
  private final Ring ring = new Ring(RING_FRAMES, FRAME_SAMPLES, FORMAT.blockBytes());

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsOnTheTapeWithItsGapsIsWhatALiveSourceGave(long seed) throws IOException {
    RecordingTape tape = new RecordingTape(directory, FORMAT, FRAME_SAMPLES);
    ScriptedSource source = new ScriptedSource(FORMAT, true, clock, seed);

    run(source, tape, new Random(seed));

    byte[] produced = source.produced();
    byte[] timeline = tape.timeline();
    assertEquals(produced.length, timeline.length);
    for (int i = 0; i < timeline.length; i++) {
      assertTrue(timeline[i] == 0 || timeline[i] == produced[i], "byte " + i + ", seed " + seed);
    }
    long dropped = tape.gaps().stream().filter(gap -> gap.endsWith("overrun")).count();
    assertTrue(dropped > 0, "no overrun with seed " + seed);
    assertTrue(tape.frames() > STEPS / 10);
  }

  @Test
  void aSourceThatWaitsLosesNothingWhateverTheDiskDoes() throws IOException {
    RecordingTape tape = new RecordingTape(directory, FORMAT, FRAME_SAMPLES);
    ScriptedSource source = new ScriptedSource(FORMAT, false, clock, 9);

    run(source, tape, new Random(9));

    assertArrayEquals(source.produced(), tape.timeline());
  }

  @Test
  void tellsOnceThatTheDiskIsFullAndThatItTakesRecordsAgain() throws IOException {
    RecordingTape tape = new RecordingTape(directory, FORMAT, FRAME_SAMPLES);
    ScriptedSource source = new ScriptedSource(FORMAT, false, clock, 10);
    CaptureReader reader =
        new CaptureReader(
            source, ring, FRAME_SAMPLES, null, withholding, new InputWatch(FORMAT, clock));
    CaptureWriter writer = new CaptureWriter(ring, tape.chain(directory), clock, log);
    tape.diskFull(true);

    for (int i = 0; i < 5; i++) {
      reader.step();
      writer.step();
      clock.advanceNs(2_000_000_000L);
    }
    assertTrue(writer.isFailing());
    tape.diskFull(false);
    writer.step();

    assertEquals(1, lines("can't write the tape: No space left on device"));
    assertEquals(1, lines("the tape takes records again after 10000 ms"));
    assertArrayEquals(source.produced(), tape.timeline());
  }

  @Test
  void whatALiveSourceGaveWhileTheDiskWasFullIsAGapOfItsOwnReasonAndExact() throws IOException {
    RecordingTape tape = new RecordingTape(directory, FORMAT, FRAME_SAMPLES);
    ScriptedSource source = new ScriptedSource(FORMAT, true, clock, 12);
    CaptureReader reader =
        new CaptureReader(
            source, ring, FRAME_SAMPLES, null, withholding, new InputWatch(FORMAT, clock));
    CaptureWriter writer = new CaptureWriter(ring, tape.chain(directory), clock, log);
    tape.diskFull(true);
    for (int i = 0; i < 10 * RING_FRAMES; i++) {
      reader.step();
      writer.step();
    }
    tape.diskFull(false);
    clock.advanceNs(2_000_000_000L);
    writer.step();
    for (int i = 0; i < RING_FRAMES; i++) {
      reader.step();
      writer.step();
    }

    assertEquals(source.produced().length, tape.timeline().length);
    assertEquals(1, tape.gaps().stream().filter(gap -> gap.endsWith("disk-full")).count());
    assertTrue(tape.gaps().stream().noneMatch(gap -> gap.endsWith("overrun")), "" + tape.gaps());
  }

  @Test
  void whatTheDiskNeverTookBecomesAGapWhenItIsGivenUp() throws IOException {
    RecordingTape tape = new RecordingTape(directory, FORMAT, FRAME_SAMPLES);
    ScriptedSource source = new ScriptedSource(FORMAT, true, clock, 13);
    CaptureReader reader =
        new CaptureReader(
            source, ring, FRAME_SAMPLES, null, withholding, new InputWatch(FORMAT, clock));
    CaptureWriter writer = new CaptureWriter(ring, tape.chain(directory), clock, log);
    tape.diskFull(true);
    for (int i = 0; i < 3; i++) {
      reader.step();
      writer.step();
    }

    writer.giveUp();
    writer.step();
    tape.diskFull(false); // For small records: they come out of the reserve.
    writer.finish();

    assertEquals(0, ring.size());
    assertEquals(source.produced().length, tape.timeline().length);
    assertEquals(0, tape.frames());
  }

  @Test
  void gapsOfOneSecondAreOneLine() throws IOException {
    RecordingTape tape = new RecordingTape(directory, FORMAT, FRAME_SAMPLES);
    ScriptedSource source = new ScriptedSource(FORMAT, true, clock, 11);

    run(source, tape, new Random(11));

    assertTrue(tape.gaps().size() > lines("gap of"), "one line for each gap");
    assertTrue(lines("gap of") > 0);
  }

  private void run(ScriptedSource source, RecordingTape tape, Random random) {
    CaptureReader reader =
        new CaptureReader(
            source, ring, FRAME_SAMPLES, null, withholding, new InputWatch(FORMAT, clock));
    CaptureWriter writer = new CaptureWriter(ring, tape.chain(directory), clock, log);
    for (int i = 0; i < STEPS; i++) {
      boolean diskFull = (i / 100) % 5 == 3;
      tape.diskFull(diskFull);
      if (random.nextInt(4) > 0) {
        reader.step();
      } else {
        clock.advanceNs(random.nextInt(400_000_000));
        writer.step();
      }
    }
    tape.diskFull(false);
    source.end();
    while (!ring.isDrained()) {
      clock.advanceNs(1_000_000_000L);
      writer.step();
      reader.run();
      writer.step();
    }
    writer.finish();
  }

  private long lines(String part) {
    return told.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains(part)).count();
  }
}
