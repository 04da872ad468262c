package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.capture.ring.Ring;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.ManualClock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reader and writer with pauses at random moments, against a list of what was produced. */
class WithholdingTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.U8);
  private static final int FRAME_SAMPLES = 7;
  private static final int STEPS = 3000;
  private static final int STEPS_A_PAUSE = 150;

  @TempDir private Path directory;

  private final ManualClock clock = new ManualClock();
  private final Log log = new Log(new PrintStream(PrintStream.nullOutputStream()), false);
  private final Withholding withholding = new Withholding(FORMAT, clock, log);
  private final Ring ring = new Ring(100, FRAME_SAMPLES, FORMAT.blockBytes());
  private final BitSet inPause = new BitSet();
  private SessionPaths paths;
  private RecordingTape tape;

  @BeforeEach
  void open() throws IOException {
    paths = SessionPaths.of(directory, "s");
    Files.createDirectories(paths.directory());
    tape = new RecordingTape(directory, FORMAT, FRAME_SAMPLES);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void whatIsReadInAPauseIsAGapAndNotOneSampleOfItIsOnTheTape(long seed) throws IOException {
    ScriptedSource source = new ScriptedSource(FORMAT, seed % 2 == 0, clock, seed);

    run(source, new Random(seed));

    byte[] produced = source.produced();
    byte[] timeline = tape.timeline();
    assertEquals(produced.length, timeline.length);
    int kept = 0;
    for (int i = 0; i < timeline.length; i++) {
      assertTrue(timeline[i] == 0 || (timeline[i] == produced[i] && !inPause.get(i)), "at " + i);
      kept += timeline[i] == produced[i] ? 1 : 0;
    }
    long gaps = tape.gaps().stream().filter(gap -> gap.endsWith("withheld")).count();
    assertEquals(STEPS / STEPS_A_PAUSE, gaps);
    assertTrue(kept > (produced.length - inPause.cardinality()) * 0.9, kept + " kept");
  }

  private void run(ScriptedSource source, Random random) throws IOException {
    CaptureReader reader =
        new CaptureReader(
            source, ring, FRAME_SAMPLES, null, withholding, new InputWatch(FORMAT, clock));
    CaptureWriter writer = new CaptureWriter(ring, tape.chain(directory), clock, log);
    for (int i = 0; i < STEPS; i++) {
      if (i % STEPS_A_PAUSE == 99) {
        paths.paused().set();
      } else if (i % STEPS_A_PAUSE == 139) {
        paths.paused().clear();
      }
      clock.advanceNs(random.nextInt(20_000_000) + 1_000_000);
      withholding.follow(paths, tape);
      int from = source.produced().length;
      reader.step();
      inPause.set(from, source.produced().length, withholding.isOn());
      writer.step();
    }
    source.end();
    reader.run();
    writer.step();
  }
}
