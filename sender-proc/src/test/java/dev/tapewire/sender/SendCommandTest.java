package dev.tapewire.sender;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SendCommandTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final int FRAME = 160;

  @TempDir Path tapes;
  private final byte[] pcm = new byte[2 * 50 * FRAME];
  private final StringWriter errors = new StringWriter();
  private WebSocketReceiver receiver;

  @BeforeEach
  void listen() throws Exception {
    new Random(3).nextBytes(pcm);
    receiver = new WebSocketReceiver();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void deliversAFinishedSessionAndExitsWith0() throws IOException {
    record("s1", true, List.of());
    assertEquals(0, send("--session", "s1", "--to", "tapewire=" + receiver.uri()));
    assertArrayEquals(pcm, receiver.model().pcm());
    assertTrue(receiver.model().isComplete());
    Checkpoint checkpoint = checkpoint("s1", "tapewire=" + receiver.uri());
    assertTrue(checkpoint.complete());
    assertEquals(50 * FRAME, checkpoint.position());
  }

  @Test
  void deliversWhatIsThereOfAnInterruptedSessionAndExitsWith0() throws IOException {
    record("s1", false, List.of());
    assertEquals(0, send("--session", "s1", "--to", "" + receiver.uri()));
    assertArrayEquals(pcm, receiver.model().pcm());
    assertEquals(false, checkpoint("s1", "" + receiver.uri()).complete());
  }

  private void record(String session, boolean end, List<String> to) throws IOException {
    try (TapeWriter writer =
        Tape.openWriter(
            SessionPaths.of(tapes, session),
            new NewSession(FORMAT, "tone", FRAME, to),
            new SystemClock(),
            new Random(1))) {
      for (int at = 0; at < pcm.length; at += 2 * FRAME) {
        writer.frame(pcm, at, FRAME, System.nanoTime());
      }
      if (end) {
        writer.end();
      }
    }
    // The writer was this process, which lives on.
    SessionPaths paths = SessionPaths.of(tapes, session);
    try (CounterFile<CaptureCounter> counters =
        CounterFile.openWriter(paths.captureCounters(), CaptureCounter.class)) {
      counters.set(CaptureCounter.PID, 0);
    }
  }

  private Checkpoint checkpoint(String session, String to) {
    Path file = SessionPaths.of(tapes, session).checkpoint(Destination.parse(to).key());
    assertTrue(Files.exists(file));
    try (MappedCheckpointStore store = MappedCheckpointStore.open(file)) {
      return store.load();
    }
  }

  private int send(String... arguments) {
    CommandLine line = new CommandLine(new SendCommand(null));
    line.setErr(new PrintWriter(errors));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          errors.append(e.getMessage());
          if (e instanceof dev.tapewire.common.error.TapewireException t) {
            return t.exitCode().code();
          }
          throw e;
        });
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--tapes";
    all[arguments.length + 1] = tapes.toString();
    return line.execute(all);
  }
}
