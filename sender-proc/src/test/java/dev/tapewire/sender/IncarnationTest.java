package dev.tapewire.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.bell.Doorbell;
import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.checkpoint.CheckpointStore;
import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.file.Erasure;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.DestinationName;
import dev.tapewire.common.session.Removal;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.SealKeys;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.time.SystemClock;
import dev.tapewire.sender.delivery.FakeLink;
import dev.tapewire.sender.link.Approach;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is delivered, owed or finished is a session, not a name. */
class IncarnationTest {
  private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
  private static final Destination TO = Destination.parse("tapewire=ws://127.0.0.1:1");

  @TempDir Path tapes;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private CommandBench bench;
  private SessionPaths paths;
  private Shipments shipments;

  @BeforeEach
  void open() throws Exception {
    bench = new CommandBench(tapes);
    paths = bench.paths("a");
    SendSettings settings = new SendSettings(tapes, TO, Approach.PLAIN, null, 0, SECOND_NS);
    SenderContext context =
        new SenderContext(
            settings,
            new Inbox(events -> FakeLink::new, Doorbell.unwired()),
            new SystemClock(),
            new Random(1),
            new Log(new PrintStream(said, true, StandardCharsets.UTF_8), false));
    shipments = new Shipments(context, Long.MAX_VALUE);
    bench.record("a", true, List.of(TO.name()));
  }

  @AfterEach
  void close() {
    shipments.close();
  }

  @Test
  void anotherSessionOfTheNameIsDeliveredToo() throws Exception {
    confirmAll();
    deliver(0);
    assertEquals(List.of(), open(1));

    Removal.remove(paths);
    bench.record("a", true, List.of(TO.name()));

    assertEquals(List.of("a"), open(2));
  }

  @Test
  void theSameSessionIsNotOpenedAgainAndAgain() throws Exception {
    confirmAll();
    deliver(0);

    assertEquals(List.of(), open(1));
    assertEquals(List.of(), open(100));
  }

  @Test
  void aSessionThatIsRemovedWhileItIsSentIsLetGo() throws Exception {
    assertEquals(List.of("a"), open(0));
    Erasure.erase(paths.directory());

    assertEquals(List.of(), open(1));
    assertEquals(Set.of(), shipments.owed().keySet());
    assertTrue(said.toString(StandardCharsets.UTF_8).contains("a is gone"), said::toString);
  }

  @Test
  void oneThatTookItsPlaceMeanwhileIsSent() throws Exception {
    assertEquals(List.of("a"), open(0));
    Shipment before = shipments.open().get(0);
    Erasure.erase(paths.directory());
    bench.record("a", true, List.of(TO.name()));

    assertEquals(List.of("a"), open(1));
    assertTrue(shipments.open().get(0) != before);
  }

  @Test
  void nothingIsOwedOfASessionThatIsNotThere() throws Exception {
    Files.createDirectories(paths.checkpoint(TO.key()));
    open(0);
    open(6);
    assertEquals(Set.of("a"), shipments.owed().keySet());

    Erasure.erase(paths.directory());

    assertEquals(List.of(), open(7));
    assertEquals(Set.of(), shipments.owed().keySet());
  }

  @Test
  void aDeliveredSessionWhoseTapeIsGoneIsNotOwed() throws Exception {
    confirmAll();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(paths.directory(), "*.cq4")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }

    open(0);
    open(6);

    assertEquals(Set.of(), shipments.owed().keySet());
  }

  @Test
  void oneThatWasNotDeliveredIsOwedStill() throws Exception {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(paths.directory(), "*.cq4")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }

    open(0);
    open(6);

    assertEquals(Set.of("a"), shipments.owed().keySet());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSealedSessionThatIsDeliveredIsNotOwedWithoutItsKey(boolean ended) throws Exception {
    Erasure.erase(paths.directory());
    bench.record("a", ended, List.of(TO.name()), SealKeys.make(tapes, 1));
    confirmAll(ended);

    open(0);
    open(6);

    assertEquals(Set.of(), shipments.owed().keySet());
    assertEquals("", said.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSealedSessionOfWhichSomeIsMissingIsOwedWithoutItsKey(boolean ended) throws Exception {
    Erasure.erase(paths.directory());
    bench.record("a", ended, List.of(TO.name()), SealKeys.make(tapes, 1));
    confirm(1, false);

    open(0);
    open(6);

    assertEquals(Set.of("a"), shipments.owed().keySet());
  }

  private void confirmAll() throws IOException {
    confirmAll(true);
  }

  private void confirmAll(boolean complete) throws IOException {
    try (TapeReader tape = Tape.openReader(paths)) {
      confirm(tape.endNumber(), complete);
    }
  }

  private void confirm(long next, boolean complete) throws IOException {
    Files.createDirectories(paths.destination(TO.key()));
    DestinationName.write(paths.destinationName(TO.key()), TO.name());
    try (TapeReader tape = Tape.openReader(paths);
        CheckpointStore store = MappedCheckpointStore.open(paths.checkpoint(TO.key()))) {
      store.save(
          new Checkpoint(
              tape.header().incarnation(),
              next,
              CommandBench.FRAMES * CommandBench.FRAME,
              Checkpoint.START.digest(),
              "tapewire",
              complete));
    }
  }

  private void deliver(long atSecond) {
    open(atSecond);
    for (Shipment shipment : List.copyOf(shipments.open())) {
      shipment.work(false, atSecond * SECOND_NS);
    }
  }

  private List<String> open(long atSecond) {
    shipments.look(atSecond * SECOND_NS, false);
    return shipments.open().stream().map(each -> each.paths().id()).toList();
  }
}
