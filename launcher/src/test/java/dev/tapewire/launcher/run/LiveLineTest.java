package dev.tapewire.launcher.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.metric.SenderCounter;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.launcher.supervise.Supervisor.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveLineTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final int SECOND = 8000;
  private static final Destination NEAR = Destination.parse("tapewire=ws://127.0.0.1:8765");
  private static final Destination FAR =
      Destination.parse("raw=wss://recorder.example.org/audio/of/the/hall");

  @TempDir private Path tapes;

  private final ManualClock clock = new ManualClock();
  private TapeWriter writer;

  @AfterEach
  void close() {
    if (writer != null) {
      writer.close();
    }
  }

  @Test
  void oneDestinationHasItsWholeLineAtEightyColumns() throws IOException {
    record(NEAR);
    sender(NEAR, LinkState.STREAMING, 12, 200);

    assertEquals(
        "[REC] 00:00:12 |##########|   0 dB, 00:00:12 confirmed, lag 0.2 s, streaming",
        line(80, NEAR));
  }

  @Test
  void noLineIsAsLongAsTheTerminalAndNoneCutsAFigure() throws IOException {
    record(NEAR, FAR);
    sender(NEAR, LinkState.STREAMING, 12, 200);
    sender(FAR, LinkState.CONNECTING, 1, 11_200);

    for (int columns = 1; columns < 240; columns++) {
      String line = line(columns, NEAR, FAR);
      assertTrue(line.length() < columns || columns == 1, columns + ": " + line);
      if (columns > 26) {
        assertTrue(line.contains("lag 11.2 s"), columns + ": " + line);
      }
    }
    assertEquals("[REC] 00:00:12 2 to: lag 11.2 s connecting", line(48, NEAR, FAR));
    assertEquals("[REC] 00:00:12 lag 11.2 s", line(40, NEAR, FAR));
  }

  @Test
  void bothDestinationsAreThereWhereThereIsRoom() throws IOException {
    record(NEAR, FAR);
    sender(NEAR, LinkState.STREAMING, 12, 200);
    sender(FAR, LinkState.CONNECTING, 1, 11_200);

    String wide = line(240, NEAR, FAR);
    assertTrue(wide.contains(NEAR.name() + " 00:00:12 confirmed, lag 0.2 s, streaming"), wide);
    assertTrue(wide.contains(FAR.name() + " 00:00:01 confirmed, lag 11.2 s, connecting"), wide);
    String usual = line(79, NEAR, FAR);
    assertTrue(usual.contains("lag 0.2 s streaming | ") && usual.contains("lag 11.2 s"), usual);
  }

  @Test
  void aDeadInputIsSeenAndItsLastLevelIsNot() throws IOException {
    record(NEAR);
    sender(NEAR, LinkState.STREAMING, 12, 200);
    clock.advanceNs(TimeUnit.SECONDS.toNanos(4));
    sender(NEAR, LinkState.STREAMING, 12, 0);

    assertEquals(
        "[input dead] 00:00:12 |..........| -60 dB, 00:00:12 confirmed, lag 0.0 s, streaming",
        line(100, NEAR));
    assertTrue(line(40, NEAR).startsWith("[input dead] 00:00:12"), line(40, NEAR));
    assertTrue(plain(NEAR).startsWith("recording, input dead, 00:00:12 captured"), plain(NEAR));
  }

  @Test
  void aSilentInputAndAPauseAreSeen() throws IOException {
    record(NEAR);
    clock.advanceNs(TimeUnit.SECONDS.toNanos(11));
    writer.counters().set(CaptureCounter.HEARD_NS, clock.monotonicNs());
    assertTrue(line(80, NEAR).startsWith("[REC silent] "), line(80, NEAR));

    writer.counters().set(CaptureCounter.PAUSED, 1);
    assertTrue(line(80, NEAR).startsWith("[paused] "), line(80, NEAR));
  }

  @Test
  void aSenderThatHangsShowsNoStateOfItsBetterDays() throws IOException {
    record(NEAR);
    sender(NEAR, LinkState.STREAMING, 10, 100);
    clock.advanceNs(TimeUnit.SECONDS.toNanos(20));

    String line = line(80, NEAR);
    assertTrue(line.endsWith("lag 21.0 s, HANGS"), line); // It was a second behind.
  }

  @Test
  void theTipOfFullScaleIsNoNegativeZero() throws IOException {
    record(NEAR);
    writer.counters().set(CaptureCounter.PEAK_PPM, 996_000);

    assertFalse(line(80, NEAR).contains("-0"), line(80, NEAR));
  }

  @Test
  void aNameOfWideLettersFitsToo() {
    assertEquals(8, Width.of("\u65e5\u672c\u8a9e\u3067"));
    assertEquals("\u65e5..e", Width.shortened("\u65e5\u672c\u8a9e\u3067abcde", 5));
    assertEquals(1, Width.of("e\u0301"));
  }

  private void record(Destination... to) throws IOException {
    List<String> names = new ArrayList<>();
    for (Destination each : to) {
      names.add(each.name());
    }
    NewSession wanted = new NewSession(FORMAT, "tone", SECOND, names);
    writer = Tape.openWriter(SessionPaths.of(tapes, "s"), wanted, clock, new Random(1));
    byte[] pcm = new byte[SECOND * FORMAT.blockBytes()];
    for (int i = 0; i < 12; i++) {
      clock.advanceNs(TimeUnit.SECONDS.toNanos(1));
      writer.frame(pcm, 0, SECOND, clock.monotonicNs());
    }
    writer.counters().set(CaptureCounter.PEAK_PPM, 1_000_000);
    writer.counters().set(CaptureCounter.HEARD_NS, clock.monotonicNs());
    writer.counters().set(CaptureCounter.LOUD_NS, clock.monotonicNs());
  }

  private void sender(Destination to, LinkState state, long seconds, long lagMs)
      throws IOException {
    SessionPaths s = SessionPaths.of(tapes, "s");
    Files.createDirectories(s.destination(to.key()));
    Files.writeString(s.destinationName(to.key()), to.name());
    try (CounterFile<SenderCounter> counters =
        CounterFile.openWriter(s.sendCounters(to.key()), SenderCounter.class)) {
      counters.set(SenderCounter.PID, ProcessHandle.current().pid());
      counters.set(SenderCounter.BEAT_NS, clock.monotonicNs());
      counters.set(SenderCounter.LINK_STATE, state.ordinal());
      counters.set(SenderCounter.CONFIRMED_SAMPLES, seconds * SECOND);
      counters.set(SenderCounter.LAG_NS, TimeUnit.MILLISECONDS.toNanos(lagMs));
    }
  }

  private String line(int columns, Destination... to) {
    return live(to).terminal(Phase.RECORDING, columns);
  }

  private String plain(Destination... to) {
    return live(to).plain(Phase.RECORDING);
  }

  private LiveLine live(Destination... to) {
    return new LiveLine(new LiveFigures(tapes, "s", List.of(to), clock));
  }
}
