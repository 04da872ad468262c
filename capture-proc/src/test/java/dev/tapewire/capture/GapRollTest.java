package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.capture.ring.Ring;
import dev.tapewire.capture.ring.Slot;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.record.Continues;
import dev.tapewire.common.record.GapLimits;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.ManualClock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one session may not lose goes on the next: our receiver would refuse it for ever. */
class GapRollTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final long DAY = 86_400L * 8000;

  @TempDir Path tapes;

  private final ManualClock clock = new ManualClock();
  private final Log log = new Log(new PrintStream(PrintStream.nullOutputStream()), false);

  private final class Opener implements TapeChain.Opener {
    private final Housekeeping housekeeping =
        new Housekeeping(tapes, new RetentionRules(false, 0, 0), clock, log);

    Opener() throws IOException {}

    @Override
    public TapeWriter open(SessionPaths paths, Continues continues, List<String> to) {
      NewSession wanted = new NewSession(FORMAT, "tone", 100, List.of()).after(continues, to);
      return Tape.openWriter(paths, wanted, clock, new Random(1));
    }

    @Override
    public SessionCare care(SessionPaths paths, TapeWriter tape) {
      CaptureContext context = new CaptureContext(null, 0, clock, new Random(1), log, housekeeping);
      return new SessionCare(
          TapeSyncing.of(paths, tape, Durability.PROCESS, context),
          housekeeping,
          new Housekeeping.Guest(paths.id(), null, () -> {}),
          new dev.tapewire.common.bell.Ringer(paths));
    }
  }

  @Test
  void aSessionLosesNoMoreThanAReceiverTakes() throws IOException {
    Ring ring = new Ring(10, 100, FORMAT.blockBytes());
    try (TapeChain chain = TapeChain.open(tapes, "ward", 0, new Opener(), log)) {
      CaptureWriter writer = new CaptureWriter(ring, chain, clock, log);
      for (long lost : new long[] {0, 4 * DAY, 2 * DAY, 2 * DAY, 15 * DAY}) {
        Slot slot = ring.claim();
        slot.losses().add(GapReason.CAPTURE_RESTARTED, lost);
        clock.advanceNs(FORMAT.toNs(lost + 100));
        slot.fill(100, clock.monotonicNs());
        ring.publish();
        writer.step();
      }
      assertEquals(23 * DAY + 500, chain.position());
    }
    long at = 0;
    long[] lostOf = {7 * DAY, 7 * DAY, 7 * DAY, 2 * DAY};
    for (int part = 1; part <= 4; part++) {
      SessionPaths paths = SessionPaths.of(tapes, part == 1 ? "ward" : "ward." + part);
      SessionSummary summary = SessionSummary.read(paths);
      assertEquals(lostOf[part - 1], summary.lostSamples(), "part " + part);
      assertTrue(summary.lostSamples() <= GapLimits.samplesMax(FORMAT));
      assertEquals(part < 4, summary.ended());
      assertEquals(at, dev.tapewire.common.tape.SessionParts.start(paths));
      at += summary.samples();
    }
  }
}
