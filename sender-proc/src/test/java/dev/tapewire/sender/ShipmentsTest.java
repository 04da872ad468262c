package dev.tapewire.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.bell.Doorbell;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.StreamLimit;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.SystemClock;
import dev.tapewire.sender.delivery.FakeLink;
import dev.tapewire.sender.link.Approach;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShipmentsTest {
  private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
  private static final Destination TO = Destination.parse("tapewire=ws://127.0.0.1:1");

  @TempDir Path tapes;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private CommandBench bench;
  private Shipments shipments;

  @BeforeEach
  void open() {
    bench = new CommandBench(tapes);
    shipments = shipments(Long.MAX_VALUE);
  }

  @AfterEach
  void close() {
    shipments.close();
  }

  @Test
  void aSessionThatCouldNotBeOpenedIsTriedOnceAMinute() throws Exception {
    bench.record("s", true, List.of(TO.name()));
    Path inTheWay = bench.paths("s").checkpoint(TO.key());
    Files.createDirectories(inTheWay);

    look(0);
    assertEquals("", said(), "it may be in the making");
    look(6);
    look(66);
    assertEquals(1, said().lines().count(), said());
    assertTrue(said().contains("can't keep the checkpoint"), said());
    assertTrue(shipments.owed().containsKey("s"));

    Files.delete(inTheWay);
    look(125);
    assertEquals(0, shipments.open().size());
    look(126);
    assertEquals(1, shipments.open().size());
    assertEquals(0, shipments.owed().size());
  }

  @Test
  void whatDoesNotFitIntoTheOpenFilesWaitsUntilAnotherIsDone() throws Exception {
    shipments = shipments(StreamLimit.PROCESS_FILES + 2 * Shipments.SESSION_FILES);
    for (String session : List.of("a", "b", "c")) {
      bench.record(session, true, List.of(TO.name()));
    }

    look(0);
    look(1);
    assertEquals(2, shipments.open().size());
    assertEquals(1, said().lines().count(), said());
    assertTrue(said().contains("2 sessions: 76 open files are allowed, enough for 2"), said());

    SessionPaths first = shipments.open().get(0).paths();
    first.abandoned(TO.key()).set();
    look(2);
    assertEquals(2, shipments.open().size());
    assertTrue(shipments.open().stream().noneMatch(s -> s.paths().id().equals(first.id())));
  }

  private Shipments shipments(long filesMax) {
    SendSettings settings = new SendSettings(tapes, TO, Approach.PLAIN, null, 0, SECOND_NS);
    return new Shipments(
        new SenderContext(
            settings,
            new Inbox(events -> FakeLink::new, Doorbell.unwired()),
            new SystemClock(),
            new Random(1),
            new Log(new PrintStream(said, true, StandardCharsets.UTF_8), false)),
        filesMax);
  }

  private void look(long atSecond) {
    shipments.look(atSecond * SECOND_NS, false);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
