package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeSync;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SyncLoopTest {
  private static final long WITHIN_NS = 1_000_000_000L;

  @TempDir private Path tapes;

  private final ManualClock clock = new ManualClock();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Log log = new Log(new PrintStream(told, true, StandardCharsets.UTF_8), false);
  private SessionPaths paths;
  private TapeWriter tape;
  private TapeSync files;
  private SyncLoop loop;

  @BeforeEach
  void open() {
    paths = SessionPaths.of(tapes, "s");
    NewSession wanted =
        new NewSession(new PcmFormat(8000, 1, Encoding.S16LE), "tone", 100, List.of());
    tape = Tape.openWriter(paths, wanted, clock, new Random(1));
    files = new TapeSync(paths);
    loop = new SyncLoop(files, tape.counters(), new Durability(WITHIN_NS), clock, log);
  }

  @AfterEach
  void close() throws IOException {
    files.close();
    tape.close();
  }

  @Test
  void saysFromWhenOnTheTapeIsOnTheDisk() {
    clock.advanceNs(123);

    loop.turn();

    assertEquals(clock.epochNs(), tape.counters().get(CaptureCounter.SYNCED_EPOCH_NS));
    assertEquals("", said());
  }

  @Test
  void tellsOnceThatSyncsAreLateAndOnceThatTheyAreNotAnyMore() {
    loop.turn();
    for (int i = 0; i < 3; i++) {
      clock.advanceNs(WITHIN_NS + 1);
      loop.turn();
    }
    clock.advanceNs(WITHIN_NS);
    loop.turn();
    loop.turn();

    assertEquals(2, said().lines().count(), said());
    assertTrue(said().contains("the disk is slow"), said());
    assertTrue(said().contains("within 1000 ms again"), said());
  }

  @Test
  void neverSaysAgainThatAllIsOnTheDiskAfterASyncHasFailed() throws IOException {
    loop.turn();
    long synced = tape.counters().get(CaptureCounter.SYNCED_EPOCH_NS);
    Path summary = Files.move(paths.summary(), tapes.resolve("away"));
    clock.advanceNs(1);
    loop.turn();
    Files.move(summary, paths.summary());
    clock.advanceNs(1);
    loop.turn();

    assertEquals(synced, tape.counters().get(CaptureCounter.SYNCED_EPOCH_NS));
    assertEquals(1, said().lines().count(), said());
    assertTrue(said().contains("can't sync the tape"), said());
  }

  @Test
  @Timeout(60)
  void syncsOnceMoreWhenItIsStopped() throws InterruptedException {
    clock.advanceNs(1);
    Thread thread = new Thread(loop);
    thread.start();
    long first = clock.epochNs();
    while (tape.counters().get(CaptureCounter.SYNCED_EPOCH_NS) != first) {
      Thread.onSpinWait();
    }
    clock.advanceNs(1);

    loop.stop();
    LockSupport.unpark(thread);
    thread.join();

    assertEquals(first + 1, tape.counters().get(CaptureCounter.SYNCED_EPOCH_NS));
  }

  private String said() {
    return told.toString(StandardCharsets.UTF_8);
  }
}
