package dev.tapewire.common.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivenessTest {
  private static final long NOW = TimeUnit.DAYS.toNanos(20_000);

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

  private static void write(SessionPaths paths, long pid, long beatNs, long ended)
      throws IOException {
    try (CounterFile<CaptureCounter> counters =
        CounterFile.openWriter(paths.captureCounters(), CaptureCounter.class)) {
      counters.set(CaptureCounter.PID, pid);
      counters.set(CaptureCounter.BEAT_EPOCH_NS, beatNs);
      counters.set(CaptureCounter.ENDED, ended);
    }
  }
}
