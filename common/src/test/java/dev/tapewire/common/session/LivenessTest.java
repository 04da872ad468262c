package dev.tapewire.common.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivenessTest {
  private static final long NOW = TimeUnit.DAYS.toNanos(20);
  private static final long UTC = TimeUnit.DAYS.toNanos(20_000);

  @TempDir Path dir;

  @Test
  void aSessionWithoutCountersIsNotRecorded() {
    assertFalse(new Liveness(new SessionPaths(dir)).isRecording(NOW));
  }

  @Test
  void aSessionIsRecordedWhileItsCaptureProcessLives() throws IOException {
    SessionPaths paths = new SessionPaths(dir);
    Liveness liveness = new Liveness(paths);
    write(paths, ProcessHandle.current().pid(), NOW, 0);
    assertTrue(liveness.isRecording(NOW + TimeUnit.SECONDS.toNanos(20)));
  }

  @Test
  void aSessionIsNotRecordedOnceItEndedOrItsProcessIsGone() throws IOException {
    SessionPaths paths = new SessionPaths(dir);
    Liveness liveness = new Liveness(paths);
    write(paths, ProcessHandle.current().pid(), NOW, 1);
    assertFalse(liveness.isRecording(NOW));
    write(paths, Integer.MAX_VALUE, NOW, 0);
    assertFalse(liveness.isRecording(NOW));
  }

  @Test
  void aProcessIdThatAnotherProcessTookLaterDoesNotRecord() throws IOException {
    SessionPaths paths = new SessionPaths(dir);
    write(paths, ProcessHandle.current().pid(), NOW, 0);
    assertFalse(new Liveness(paths).isRecording(NOW + TimeUnit.MINUTES.toNanos(3)));
  }

  @Test
  void aBeatFromBeforeTheMachineStartedAnewDoesNotRecord() throws IOException {
    SessionPaths paths = new SessionPaths(dir);
    write(paths, ProcessHandle.current().pid(), NOW, 0);
    assertFalse(new Liveness(paths).isRecording(TimeUnit.MINUTES.toNanos(1)));
  }

  @Test
  void aClockThatIsSetFarBackChangesNothing() throws IOException {
    SessionPaths paths = new SessionPaths(dir);
    ManualClock clock = new ManualClock(NOW, UTC);
    PcmFormat format = new PcmFormat(8000, 1, Encoding.S16LE);
    NewSession session = new NewSession(format, "tone", 160, List.of());
    try (TapeWriter writer = Tape.openWriter(paths, session, clock, new Random(1))) {
      writer.beat();
      clock.stepEpochNs(-TimeUnit.DAYS.toNanos(3650));
      Liveness liveness = new Liveness(paths);
      assertTrue(liveness.isRecording(clock.monotonicNs()));

      clock.advanceNs(TimeUnit.MINUTES.toNanos(3)); // A capture that is dead beats no more.
      assertFalse(liveness.isRecording(clock.monotonicNs()));
      writer.beat();
      assertTrue(liveness.isRecording(clock.monotonicNs()));
    }
  }

  private static void write(SessionPaths paths, long pid, long beatNs, long ended)
      throws IOException {
    try (CounterFile<CaptureCounter> counters =
        CounterFile.openWriter(paths.captureCounters(), CaptureCounter.class)) {
      counters.set(CaptureCounter.PID, pid);
      counters.set(CaptureCounter.BEAT_NS, beatNs);
      counters.set(CaptureCounter.BEAT_EPOCH_NS, UTC + beatNs);
      counters.set(CaptureCounter.ENDED, ended);
    }
  }
}
