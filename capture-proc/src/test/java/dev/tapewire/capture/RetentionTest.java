package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeFiles;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  private static final PcmFormat FORMAT = new PcmFormat(48000, 1, Encoding.S16LE);
  private static final int FRAME_SAMPLES = 64;
  private static final long KEEP_NOTHING_BYTES = 1;
  private static final long KEEP_FOR_MS = 3_600_000;

  @TempDir private Path tapes;

  private final ManualClock clock = new ManualClock();
  private final Random random = new Random(1);
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Log log = new Log(new PrintStream(told, true, StandardCharsets.UTF_8), false);

  @Test
  void dropsNoFileThatOneDestinationHasNotConfirmed() throws IOException {
    SessionPaths paths = record("s", 4, false, "ws://a", "ws://b");
    confirm(paths, "ws://a", end(paths), false);

    retention("other", KEEP_NOTHING_BYTES).turn();

    assertEquals(4, pieces(paths));
    assertTrue(told.toString(StandardCharsets.UTF_8).contains("over --keep-size"));
  }

  @Test
  void dropsWhatAllHaveConfirmedFromTheFrontAndTheRestIsReadOn() throws IOException {
    SessionPaths paths = record("s", 4, false, "ws://a");
    TapeFiles files = TapeFiles.of(paths);
    confirm(paths, "ws://a", files.pieces().get(1).endNumber() + 1, false);

    retention("other", KEEP_NOTHING_BYTES).turn();

    assertEquals(2, pieces(paths));
    try (TapeReader tape = Tape.openReader(paths)) {
      RecordView record = new RecordView();
      assertTrue(tape.poll(record));
      assertEquals(files.pieces().get(1).endNumber(), record.number());
      assertEquals(record.position(), Tape.droppedSamples(paths));
      assertTrue(record.position() > 0);
    }
    try (TapeWriter on = Tape.openWriter(paths, wanted("ws://a"), clock, random)) {
      assertEquals(4L * FRAME_SAMPLES, on.position());
    }
  }

  @Test
  void dropsNothingOfASessionForNobody() throws IOException {
    SessionPaths paths = record("s", 3, true);

    retention("other", KEEP_NOTHING_BYTES).turn();

    assertEquals(3, pieces(paths));
  }

  @Test
  void aFinishedSessionGoesWholeOnceItIsDeliveredAndOneBeingRecordedNever() throws IOException {
    SessionPaths finished = record("finished", 2, true, "ws://a");
    confirm(finished, "ws://a", end(finished), true);
    SessionPaths own = record("own", 2, true, "ws://a");
    confirm(own, "ws://a", end(own), true);

    retention("own", KEEP_NOTHING_BYTES).turn();

    assertFalse(Files.exists(finished.directory()));
    assertEquals(1, pieces(own));
  }

  @Test
  void keepsToTheSizeAndNoLess() throws IOException {
    SessionPaths paths = record("s", 6, false, "ws://a");
    confirm(paths, "ws://a", end(paths), false);
    long bytes = TapeFiles.of(paths).pieces().stream().mapToLong(TapeFiles.Piece::bytes).sum();

    retention("s", bytes - 1).turn();

    assertEquals(5, pieces(paths));
  }

  @Test
  void dropsWhatIsOlderThanItsTimeAndDelivered() throws IOException {
    SessionPaths paths = record("s", 4, false, "ws://a");
    confirm(paths, "ws://a", end(paths), false);
    long nowMs = clock.epochNs() / 1_000_000;
    List<TapeFiles.Piece> files = TapeFiles.of(paths).pieces();
    for (int i = 0; i < files.size(); i++) {
      Files.setLastModifiedTime(files.get(i).file(), FileTime.fromMillis(nowMs + 1_000 * i));
    }
    Retention hour = retention("s", new RetentionRules(false, KEEP_FOR_MS, 0));

    clock.advanceNs(KEEP_FOR_MS * 1_000_000);
    hour.turn();
    assertEquals(4, pieces(paths), "none is older yet");
    clock.advanceNs(1_500_000_000);
    hour.turn();

    assertEquals(2, pieces(paths));
  }

  @Test
  void dropsNothingWhileAnotherProcessDoesItAndGoesOnWhenThatIsGone() throws Exception {
    SessionPaths paths = record("s", 4, false, "ws://a");
    confirm(paths, "ws://a", end(paths), false);
    Retention mine = retention("s", KEEP_NOTHING_BYTES);
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                tapes.resolve(".retention.lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertEquals(LockHolder.HELD, other.getInputStream().read());
      mine.turn();
      assertEquals(4, pieces(paths));
    } finally {
      other.destroyForcibly().onExit().join();
    }
    clock.advanceNs(1_000_000_000);
    mine.turn();

    assertEquals(1, pieces(paths));
    assertFalse(told.toString(StandardCharsets.UTF_8).contains("can't drop"));
  }

  /** Each life makes a file of its own. */
  private SessionPaths record(String session, int lives, boolean ended, String... to) {
    SessionPaths paths = SessionPaths.of(tapes, session);
    byte[] pcm = new byte[FRAME_SAMPLES * FORMAT.blockBytes()];
    for (int life = 1; life <= lives; life++) {
      try (TapeWriter writer = Tape.openWriter(paths, wanted(to), clock, random)) {
        writer.frame(pcm, 0, FRAME_SAMPLES, clock.monotonicNs());
        if (ended && life == lives) {
          writer.end();
        }
      }
    }
    return paths;
  }

  private static NewSession wanted(String... to) {
    return new NewSession(FORMAT, "tone", FRAME_SAMPLES, List.of(to));
  }

  private static void confirm(SessionPaths paths, String to, long next, boolean complete) {
    String incarnation;
    try (TapeReader tape = Tape.openReader(paths)) {
      incarnation = tape.incarnationAt(next - 1);
    }
    try (MappedCheckpointStore store =
        MappedCheckpointStore.open(paths.checkpoint(Destination.keyOf(to)))) {
      store.save(new Checkpoint(incarnation, next, 0, "0".repeat(64), "tapewire", complete));
    }
  }

  private static long end(SessionPaths paths) {
    try (TapeReader tape = Tape.openReader(paths)) {
      return tape.endNumber();
    }
  }

  private static int pieces(SessionPaths paths) throws IOException {
    return TapeFiles.of(paths).pieces().size();
  }

  private Retention retention(String own, long keepBytes) throws IOException {
    return retention(own, new RetentionRules(false, 0, keepBytes));
  }

  private Retention retention(String own, RetentionRules rules) throws IOException {
    return new Retention(tapes, own::equals, rules, clock, log);
  }
}
