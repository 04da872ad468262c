package dev.tapewire.launcher.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionCatalogTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final int SAMPLES = 800;

  @TempDir private Path tapes;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @Test
  void aFinishedSessionIsCompleteAndHasItsFigures() {
    write("s", true);

    SessionView view = catalog().list().get(0);

    assertEquals(SessionView.State.COMPLETE, view.state());
    assertEquals(3, view.summary().frames());
    assertEquals(3 * SAMPLES + 50, view.summary().samples());
    assertEquals(50, view.summary().lostSamples());
    assertEquals("ws://there", view.deliveries().get(0).to());
  }

  @Test
  void anInterruptedSessionIsReadFromTheEndOfItsTape() throws IOException {
    write("s", false);
    Files.delete(tapes.resolve("s/capture.counters"));

    SessionView view = catalog().list().get(0);

    assertEquals(SessionView.State.INTERRUPTED, view.state());
    assertEquals(3, view.summary().frames());
    assertEquals(3 * SAMPLES + 50, view.summary().samples());
  }

  @Test
  void aSessionWithoutItsSummaryIsReadWhole() throws IOException {
    write("s", true);
    Files.delete(tapes.resolve("s/session.json"));

    SessionView view = catalog().list().get(0);

    assertEquals(SessionView.State.COMPLETE, view.state());
    assertEquals(1, view.summary().gaps().size());
  }

  @Test
  void aSessionWhoseTapeCantBeReadIsListedByItsLastFigures() throws IOException {
    write("s", false);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(tapes.resolve("s"), "*.cq4")) {
      for (Path file : files) {
        Files.write(file, new byte[64]);
      }
    }

    assertEquals("s", catalog().list().get(0).summary().id());
    assertEquals(true, told.toString().contains("last figures"), told.toString());
  }

  @Test
  void whatADestinationPromisesIsKnownBeforeItAnswers() {
    write("s", true, List.of("received:/there", "tapewire=ws://there", "raw=ws://there"));

    assertEquals(
        List.of(Guarantee.EXACTLY_ONCE, Guarantee.AT_LEAST_ONCE, Guarantee.EVIDENCE_ONLY),
        catalog().list().get(0).deliveries().stream()
            .map(SessionView.DeliveryView::guarantee)
            .toList());
  }

  @Test
  void whereThereIsNothingNothingIsListed() {
    assertEquals(List.of(), new SessionCatalog(tapes.resolve("none"), log()).list());
  }

  private SessionCatalog catalog() {
    return new SessionCatalog(tapes, log());
  }

  private Log log() {
    return new Log(new PrintStream(told, true), false);
  }

  private void write(String id, boolean end) {
    write(id, end, List.of("ws://there"));
  }

  private void write(String id, boolean end, List<String> to) {
    NewSession wanted = new NewSession(FORMAT, "tone", SAMPLES, to);
    ManualClock clock = new ManualClock();
    try (TapeWriter writer =
        Tape.openWriter(SessionPaths.of(tapes, id), wanted, clock, new Random(1))) {
      byte[] pcm = new byte[SAMPLES * FORMAT.blockBytes()];
      for (int i = 0; i < 3; i++) {
        writer.frame(pcm, 0, SAMPLES, clock.monotonicNs());
      }
      writer.gap(50, GapReason.OVERRUN);
      if (end) {
        writer.end();
      }
    }
  }
}
