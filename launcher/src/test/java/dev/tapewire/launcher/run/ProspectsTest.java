package dev.tapewire.launcher.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonPrimitive;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProspectsTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);

  @TempDir Path home;

  @Test
  void aDirectoryThatCantBeWrittenIsNamedBeforeAnythingStarts() throws IOException {
    Path file = Files.writeString(home.resolve("received"), "no directory");
    TapewireException e =
        assertThrows(
            TapewireException.class,
            () -> Prospects.check(home.resolve("tapes"), "s", file, new SystemClock()));
    assertEquals(ExitCode.FAILED, e.exitCode());
    assertTrue(
        e.getMessage().startsWith("--received " + file + ": can't write there: "), e.getMessage());
    assertFalse(e.getMessage().contains("Exception"), e.getMessage());
  }

  @Test
  void aGoodDirectoryIsMadeAndLeftEmpty() {
    Path received = home.resolve("a").resolve("received");
    Prospects.check(home.resolve("tapes"), "s", received, new SystemClock());
    assertEquals(0, received.toFile().list().length);
  }

  @Test
  void aSessionThatIsBeingRecordedIsRefusedWithTheProcessThatDoes() throws IOException {
    Path tapes = home.resolve("tapes");
    SessionPaths paths = SessionPaths.of(tapes, "s");
    try (ProcessScope other = ProcessScope.enter(tapes, "supervisor", "", 0);
        TapeWriter writer =
            Tape.openWriter(
                paths,
                new NewSession(FORMAT, "tone", 160, List.of()),
                new SystemClock(),
                new Random(1));
        CounterFile<CaptureCounter> counters =
            CounterFile.openWriter(paths.captureCounters(), CaptureCounter.class)) {
      other.publish("session", new JsonPrimitive("s"));
      counters.set(CaptureCounter.PID, ProcessHandle.current().pid());
      counters.set(CaptureCounter.BEAT_NS, new SystemClock().monotonicNs());
      TapewireException e =
          assertThrows(
              TapewireException.class, () -> Prospects.check(tapes, "s", null, new SystemClock()));
      assertEquals(ExitCode.FAILED, e.exitCode());
      assertTrue(e.getMessage().contains("is being recorded by process "), e.getMessage());
      Prospects.check(tapes, "another", null, new SystemClock());
      assertTrue(writer != null);
    }
  }
}
