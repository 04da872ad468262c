package dev.tapewire.launcher.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.metric.SenderCounter;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.launcher.sessions.SessionView.DeliveryView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lag is what is, whoever asks and whether the sender lives, hangs or is gone. */
class LagTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final int SECOND = 8000;
  private static final String TO = "raw=ws://there";
  private static final String KEY = Destination.keyOf(TO);
  private static final long GONE = 4_000_000_000L; // No pid is that great.

  @TempDir private Path tapes;

  private final ManualClock clock = new ManualClock();
  private TapeWriter writer;

  @Test
  void ofASenderThatIsGoneItGrowsWithTheClock() throws IOException {
    begin();
    seconds(10);
    sender(GONE, LinkState.STREAMING, 4 * SECOND, 100);

    clock.advanceNs(TimeUnit.SECONDS.toNanos(60));

    assertEquals(60_000 + 5_000, read().lagMs()); // The fifth second was read at its end.
    assertEquals(LinkState.OFF, read().linkState());
  }

  @Test
  void ofASenderThatHangsItGrowsTooAndNothingStreams() throws IOException {
    begin();
    seconds(10);
    try (ProcessScope me = ProcessScope.enter(tapes, "sender", TO, 0)) {
      sender(ProcessHandle.current().pid(), LinkState.STREAMING, 4 * SECOND, 100);
      recording();
      assertFalse(me.stopRequested());
      assertEquals(100, read().lagMs());
      assertFalse(read().hangs());

      clock.advanceNs(TimeUnit.SECONDS.toNanos(60));

      assertEquals(65_000, read().lagMs());
      assertEquals(LinkState.OFF, read().linkState());
      assertTrue(read().hangs());
    }
  }

  @Test
  void ofASessionThatNobodyEverSentItIsTheAgeOfItsStart() throws IOException {
    begin();
    seconds(10);
    writer.end();

    clock.advanceNs(TimeUnit.HOURS.toNanos(30));

    assertEquals(TimeUnit.HOURS.toMillis(30) + 10_000, read().lagMs());
  }

  @Test
  void whatIsConfirmedWholeOrAbandonedHasNone() throws IOException {
    begin();
    seconds(10);
    sender(GONE, LinkState.STREAMING, 10 * SECOND, 100);
    clock.advanceNs(TimeUnit.HOURS.toNanos(1));
    assertEquals(0, read().lagMs());

    sender(GONE, LinkState.STREAMING, 2 * SECOND, 100);
    SessionPaths.of(tapes, "s").abandoned(KEY).set();
    assertEquals(0, read().lagMs());
  }

  @Test
  void whatTheCheckpointSaysIsConfirmedThoughItsSenderDiedBeforeItSaidSo() throws IOException {
    begin();
    seconds(10);
    writer.end();
    sender(GONE, LinkState.STREAMING, 4 * SECOND, 100);
    SessionPaths s = SessionPaths.of(tapes, "s");
    try (MappedCheckpointStore store = MappedCheckpointStore.open(s.checkpoint(KEY))) {
      store.save(new Checkpoint("1", 13, 10 * SECOND, "0".repeat(64), "raw", true));
    }

    clock.advanceNs(TimeUnit.HOURS.toNanos(1));

    assertTrue(read().complete());
    assertEquals(0, read().lagMs());
    assertEquals(10 * SECOND, read().confirmedSamples());
  }

  @Test
  void whatTheCheckpointSaysIsConfirmedThoughTheFiguresAreGone() throws IOException {
    begin();
    seconds(10);
    writer.end();
    sender(GONE, LinkState.STREAMING, 4 * SECOND, 100);
    SessionPaths s = SessionPaths.of(tapes, "s");
    Files.delete(s.sendCounters(KEY));
    try (MappedCheckpointStore store = MappedCheckpointStore.open(s.checkpoint(KEY))) {
      store.save(new Checkpoint("1", 7, 6 * SECOND, "0".repeat(64), "raw", false));
    }

    assertEquals(6 * SECOND, read().confirmedSamples());
    assertEquals(3_000, read().lagMs()); // The seventh second was captured whole 3 s ago.
    assertEquals(LinkState.OFF, read().linkState());
  }

  @Test
  void lostSamplesWaitForNobody() throws IOException {
    begin();
    seconds(4);
    writer.gap(3600L * SECOND, GapReason.WITHHELD);
    clock.advanceNs(TimeUnit.HOURS.toNanos(1));
    sender(GONE, LinkState.STREAMING, 4 * SECOND, 100);
    assertEquals(0, read().lagMs());

    seconds(2);
    assertEquals(1_000, read().lagMs());
  }

  @Test
  void ofAnotherBootItGoesByUtc() throws IOException {
    begin();
    seconds(10);
    sender(GONE, LinkState.STREAMING, 4 * SECOND, 100);
    writer.close();
    ManualClock rebooted =
        new ManualClock(30_000_000_000L, clock.epochNs() + TimeUnit.DAYS.toNanos(2));

    SessionCatalog catalog = new SessionCatalog(tapes, new Log(System.err, false), rebooted);
    DeliveryView seen = catalog.list().get(0).deliveries().get(0);

    assertEquals(TimeUnit.DAYS.toMillis(2) + 5_000, seen.lagMs());
  }

  @Test
  void aClockThatIsSetMakesNoLag() throws IOException {
    begin();
    seconds(10);
    sender(GONE, LinkState.STREAMING, 4 * SECOND, 100);
    clock.stepEpochNs(TimeUnit.SECONDS.toNanos(-3));
    assertEquals(5_000, read().lagMs());
  }

  private void begin() throws IOException {
    NewSession wanted = new NewSession(FORMAT, "tone", SECOND, List.of(TO));
    writer = Tape.openWriter(SessionPaths.of(tapes, "s"), wanted, clock, new Random(1));
    writer.anchor(new Anchor(0, clock.epochNs(), clock.monotonicNs()));
  }

  private void seconds(int count) {
    byte[] pcm = new byte[SECOND * FORMAT.blockBytes()];
    for (int i = 0; i < count; i++) {
      clock.advanceNs(TimeUnit.SECONDS.toNanos(1));
      writer.frame(pcm, 0, SECOND, clock.monotonicNs());
    }
  }

  private void recording() {
    writer.counters().set(CaptureCounter.PID, ProcessHandle.current().pid());
  }

  private void sender(long pid, LinkState state, long confirmed, long lagMs) throws IOException {
    SessionPaths s = SessionPaths.of(tapes, "s");
    Files.createDirectories(s.destination(KEY));
    Files.writeString(s.destinationName(KEY), TO);
    try (CounterFile<SenderCounter> counters =
        CounterFile.openWriter(s.sendCounters(KEY), SenderCounter.class)) {
      counters.set(SenderCounter.PID, pid);
      counters.set(SenderCounter.BEAT_EPOCH_NS, clock.epochNs());
      counters.set(SenderCounter.BEAT_NS, clock.monotonicNs());
      counters.set(SenderCounter.LINK_STATE, state.ordinal());
      counters.set(SenderCounter.CONFIRMED_SAMPLES, confirmed);
      counters.set(SenderCounter.LAG_NS, TimeUnit.MILLISECONDS.toNanos(lagMs));
    }
  }

  private DeliveryView read() {
    SessionCatalog catalog = new SessionCatalog(tapes, new Log(System.err, false), clock);
    return catalog.list().get(0).deliveries().get(0);
  }
}
