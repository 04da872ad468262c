package dev.tapewire.capture.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.capture.ring.Losses;
import dev.tapewire.capture.ring.Slot;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.time.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipeSourceTest {
  /** A block of 6 bytes, which no power of two divides. */
  private static final PcmFormat FORMAT = new PcmFormat(8000, 2, Encoding.S24LE);

  private static final int BLOCK = 6;
  private static final int FRAME_SAMPLES = 64;
  private static final PipeIdentity PIPE = new PipeIdentity(77, false);

  @TempDir private Path directory;

  private final ManualClock clock = new ManualClock();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Log log = new Log(new PrintStream(told, true, StandardCharsets.UTF_8), false);
  private final Slot slot = new Slot(FRAME_SAMPLES, BLOCK);
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private CounterFile<CaptureCounter> counters;

  @BeforeEach
  void openCounters() throws IOException {
    counters = CounterFile.openWriter(directory.resolve("counters"), CaptureCounter.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 7, 4096})
  void givesExactlyTheBytesHoweverTheyDribble(int chunkMax) {
    byte[] sent = random(BLOCK * 1000);
    PipeSource source = source(new DribblingStream(sent, chunkMax, clock));

    source.start(new StartPoint(0, false, null, counters));
    readAll(source);

    assertArrayEquals(sent, taken.toByteArray());
    assertEquals("", told.toString(StandardCharsets.UTF_8));
  }

  @Test
  void leavesOutAndTellsALastBlockThatIsNotWhole() {
    byte[] sent = random(BLOCK * 10 + 4);
    PipeSource source = source(new DribblingStream(sent, 4096, clock));

    source.start(new StartPoint(0, false, null, counters));
    readAll(source);

    assertArrayEquals(Arrays.copyOf(sent, BLOCK * 10), taken.toByteArray());
    assertTrue(told.toString(StandardCharsets.UTF_8).contains("last 4 bytes"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void staysInStepWithTheBlocksWhenKilledAnywhere(long seed) {
    byte[] sent = random(BLOCK * 3000);
    Random random = new Random(seed);
    DribblingStream pipe = new DribblingStream(sent, 1 + random.nextInt(20), clock);
    byte[] timeline = new byte[sent.length];
    long position = 0;
    boolean more = true;
    boolean resumed = false;
    while (more) {
      PipeSource life = source(pipe);
      life.start(new StartPoint(position, resumed, null, counters));
      resumed = true;
      slot.clear();
      // The last frame that a life reads never reaches the tape.
      for (int frames = random.nextInt(20); frames >= 0 && more; frames--) {
        more = life.read(slot);
        if (frames > 0) {
          position += slot.losses().samples();
          System.arraycopy(slot.pcm(), 0, timeline, (int) position * BLOCK, bytes(slot));
          position += slot.samples();
          slot.clear();
        }
      }
      pipe.killReaderInMidBlock(life, random);
    }

    assertTrue(position <= sent.length / BLOCK);
    int found = 0;
    for (int at = 0; at < timeline.length; at += BLOCK) {
      byte[] block = Arrays.copyOfRange(timeline, at, at + BLOCK);
      boolean lost = Arrays.equals(block, new byte[BLOCK]);
      found += lost ? 0 : 1;
      assertTrue(lost || Arrays.equals(block, Arrays.copyOfRange(sent, at, at + BLOCK)));
    }
    assertTrue(found > 1000, found + " blocks found");
  }

  @Test
  void countsWhatAnEarlierLifeTookAndLostAsAGap() {
    byte[] sent = random(BLOCK * 300);
    DribblingStream pipe = new DribblingStream(sent, 4096, clock);
    PipeSource killed = source(pipe);
    killed.start(new StartPoint(0, false, null, counters));
    assertTrue(killed.read(slot));
    slot.clear();
    clock.advanceNs(60_000_000_000L);

    PipeSource next = source(pipe);
    next.start(new StartPoint(0, true, new Anchor(0, 0, 0), counters));
    assertTrue(next.read(slot)); // Told at once: samples may never come.
    assertEquals(FRAME_SAMPLES, slot.losses().samples());
    assertEquals(0, slot.samples());
    assertTrue(next.read(slot));

    assertArrayEquals(
        Arrays.copyOfRange(sent, FRAME_SAMPLES * BLOCK, 2 * FRAME_SAMPLES * BLOCK), slot.pcm());
    assertEquals("", told.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whatAnEarlierLifeLostIsToldAlsoIfAStopComesBeforeTheFirstRead() {
    DribblingStream pipe = new DribblingStream(random(BLOCK * 300), 4096, clock);
    PipeSource killed = source(pipe);
    killed.start(new StartPoint(0, false, null, counters));
    assertTrue(killed.read(slot));
    PipeSource next = source(pipe);
    next.start(new StartPoint(0, true, new Anchor(0, 0, 0), counters));

    Losses told = new Losses();
    next.finish(told);
    next.finish(told);

    assertEquals(FRAME_SAMPLES, told.samples(GapReason.CAPTURE_RESTARTED));
  }

  @Test
  void tellsWhatAKillInTheMiddleOfAReadMayHaveTaken() {
    InputStream pipe = new ByteArrayInputStream(random(BLOCK * 300));
    PipeSource killed = source(new DyingStream(pipe));
    killed.start(new StartPoint(0, false, null, counters));
    assertThrows(TapewireException.class, () -> killed.read(slot));
    slot.clear();

    source(pipe).start(new StartPoint(0, true, new Anchor(0, 0, 0), counters));
    String once = told.toString(StandardCharsets.UTF_8);
    source(pipe).start(new StartPoint(0, true, new Anchor(0, 0, 0), counters));

    assertTrue(once.contains("up to " + FRAME_SAMPLES + " samples more may be missing"), once);
    assertEquals(once, told.toString(StandardCharsets.UTF_8));
  }

  @Test
  void anotherPipeBeginsWhereTheClockIs() {
    counters.set(CaptureCounter.PIPE_ID, 76);
    counters.set(CaptureCounter.PIPE_BYTES, 5);
    Anchor last = new Anchor(1000, clock.epochNs(), clock.monotonicNs());
    clock.advanceNs(2_000_000_000L);
    PipeSource source = source(new DribblingStream(random(BLOCK * 10), 4096, clock));

    source.start(new StartPoint(1500, true, last, counters));
    assertTrue(source.read(slot));
    assertEquals(1000 + 2 * 8000 - 1500, slot.losses().samples());
    assertTrue(source.read(slot));
    assertEquals(10, slot.samples());
  }

  @Test
  void aStallIsToldWhileItLastsAndWhatItCostIsAGapOnceItIsCertain() {
    StallingStream pipe = new StallingStream();
    PipeSource source = source(pipe);
    pipe.whileItStalls = source::look;
    source.start(new StartPoint(0, false, null, counters));

    long lost = readUntil(source, StallingStream.STALLS_S + StallingStream.SECONDS + 15);

    assertEquals(StallingStream.SECONDS * 8000.0, lost, 800);
    String lines = told.toString(StandardCharsets.UTF_8);
    assertEquals(2, lines.lines().count(), lines);
    assertTrue(lines.contains("the source has given no samples for 3 s"), lines);
    assertTrue(lines.contains("the source gives samples again"), lines);
  }

  @Test
  void whatAStallCostIsAGapAlsoIfTheEndComesInIt() {
    PipeSource source = source(new StallingStream());
    source.start(new StartPoint(0, false, null, counters));
    assertEquals(0, readUntil(source, StallingStream.STALLS_S - 1));
    clock.advanceNs(10_000_000_000L);

    Losses atTheEnd = new Losses();
    source.finish(atTheEnd);

    assertEquals(10 * 8000.0, atTheEnd.samples(GapReason.SOURCE_STALLED), 800);
  }

  /** {@return samples told as lost in a stall} */
  private long readUntil(PipeSource source, long second) {
    long lost = 0;
    while (clock.monotonicNs() - new ManualClock().monotonicNs() < second * 1_000_000_000L) {
      slot.clear();
      assertTrue(source.read(slot));
      lost += slot.losses().samples(GapReason.SOURCE_STALLED);
    }
    return lost;
  }

  /** Gives samples at the pace of the clock, and once none for a while, which are lost. */
  private final class StallingStream extends InputStream {
    static final long STALLS_S = 20;
    static final long SECONDS = 12;
    private static final long BYTES_PER_S = 8000 * BLOCK;

    private Runnable whileItStalls = () -> {};
    private final long beganNs = clock.monotonicNs();
    private long given;

    @Override
    public int available() {
      long ms = (clock.monotonicNs() - beganNs) / 1_000_000;
      long lostMs = Math.min(Math.max(ms - STALLS_S * 1000, 0), SECONDS * 1000);
      return (int) ((ms - lostMs) * BYTES_PER_S / 1000 - given);
    }

    @Override
    public int read(byte[] into, int at, int length) {
      while (available() <= 0) {
        clock.advanceNs(1_000_000);
        whileItStalls.run();
      }
      int got = Math.min(length, available());
      given += got;
      return got;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void endsAtOnceOfAnEmptyPipe() {
    PipeSource source = source(new DribblingStream(new byte[0], 1, clock));

    source.start(new StartPoint(0, false, null, counters));

    assertFalse(source.read(slot));
  }

  /** Takes out of a pipe what it is asked for, and nobody learns of it. */
  private static final class DyingStream extends FilterInputStream {
    DyingStream(InputStream pipe) {
      super(pipe);
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      throw new IOException("killed with " + super.read(into, at, length) + " bytes");
    }
  }

  private PipeSource source(InputStream in) {
    return new PipeSource(in, PIPE, FORMAT, new Surroundings(clock, clock::advanceNs, log));
  }

  private void readAll(PipeSource source) {
    while (source.read(slot)) {
      taken.write(slot.pcm(), 0, bytes(slot));
      slot.clear();
    }
  }

  private static int bytes(Slot slot) {
    return slot.samples() * BLOCK;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    for (int i = 0; i < length; i++) {
      bytes[i] = bytes[i] == 0 ? 1 : bytes[i];
    }
    return bytes;
  }
}
