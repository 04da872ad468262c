package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.session.SessionPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipeCountersTest {
  private static final Path SELF = Path.of("/proc/self");

  @TempDir private Path memory;
  @TempDir private Path tapes;

  private SessionPaths session;

  @BeforeEach
  void makeSession() throws IOException {
    Assumptions.assumeTrue(Files.exists(SELF), "memory that outlives a process is Linux's");
    session = new SessionPaths(Files.createDirectory(tapes.resolve("s")));
  }

  @Test
  void outliveALifeWithoutTouchingTheTapesDisk() throws IOException {
    PipeCounters.open(session, memory).counters().set(CaptureCounter.PIPE_BYTES, 77);

    PipeCounters next = PipeCounters.open(session, memory);

    assertEquals(77, next.counters().get(CaptureCounter.PIPE_BYTES));
    assertFalse(Files.exists(session.capturePipe()));
  }

  @Test
  void areApartForEachSession() throws IOException {
    PipeCounters.open(session, memory).counters().set(CaptureCounter.PIPE_BYTES, 77);

    SessionPaths other = new SessionPaths(Files.createDirectory(tapes.resolve("other")));

    assertEquals(0, PipeCounters.open(other, memory).counters().get(CaptureCounter.PIPE_BYTES));
  }

  @Test
  void leaveNothingBehindOnceTheSessionIsOver() throws IOException {
    PipeCounters counters = PipeCounters.open(session, memory);
    assertEquals(1, files(memory).size());

    counters.forget(new Log(System.err, false));

    assertEquals(List.of(), files(memory));
  }

  @Test
  void standBesideTheTapeWhereThereIsNoSuchMemory() throws IOException {
    PipeCounters.open(session, memory.resolve("none"));

    assertTrue(Files.exists(session.capturePipe()));
  }

  @Test
  void followNoLinkThatAnotherLaid() throws IOException {
    Path elsewhere = Files.createDirectory(tapes.resolve("elsewhere"));
    Files.createSymbolicLink(
        memory.resolve("tapewire-" + Files.getAttribute(SELF, "unix:uid")), elsewhere);

    PipeCounters.open(session, memory);

    assertTrue(Files.exists(session.capturePipe()));
    assertEquals(List.of(), files(elsewhere));
  }

  private static List<Path> files(Path under) throws IOException {
    try (Stream<Path> all = Files.walk(under)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
