package dev.tapewire.sender;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.bell.Doorbell;
import dev.tapewire.common.file.Hostile;
import dev.tapewire.common.log.Log;
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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong with one session keeps no other from being delivered. */
@Timeout(120) // Without the checks some of them wait for ever.
class BadNeighbourTest {
  private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
  private static final Destination TO = Destination.parse("tapewire=ws://127.0.0.1:1");

  @TempDir Path tapes;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private CommandBench bench;
  private SessionPaths bad;
  private Shipments shipments;

  @BeforeEach
  void record() throws Exception {
    bench = new CommandBench(tapes);
    bench.record("bad", true, List.of(TO.name()));
    bench.record("good", true, List.of(TO.name()));
    bad = bench.paths("bad");
    SendSettings settings = new SendSettings(tapes, TO, Approach.PLAIN, null, 0, SECOND_NS);
    SenderContext context =
        new SenderContext(
            settings,
            new Inbox(events -> FakeLink::new, Doorbell.unwired()),
            new SystemClock(),
            new Random(1),
            new Log(new PrintStream(said, true, StandardCharsets.UTF_8), false));
    shipments = new Shipments(context, Long.MAX_VALUE);
  }

  @AfterEach
  void close() {
    shipments.close();
  }

  @ParameterizedTest
  @EnumSource
  void aSessionWithoutASummaryIsDeliveredByItsTapeAndNamedOnce(Hostile hostile) throws Exception {
    hostile.put(bad.summary());

    look(3);

    assertEquals(List.of("bad", "good"), open());
    assertEquals(1, said().lines().count(), said());
    assertTrue(said().contains("bad: to whom it is addressed is read from its tape"), said());
  }

  @Test
  void aSummaryWithANullIsOne() throws Exception {
    String json = Files.readString(bad.summary()).replaceFirst(",\"crc32c\":\\d+", "");
    Files.writeString(bad.summary(), json.replace("\"ended\":true", "\"ended\":null"));

    look(3);

    assertEquals(List.of("bad", "good"), open());
  }

  @Test
  void aSessionWhoseSummaryWasTakenAwayIsDeliveredByItsTape() throws Exception {
    Files.delete(bad.summary());

    look(3);

    assertEquals(List.of("bad", "good"), open());
  }

  @ParameterizedTest
  @EnumSource
  void whatStandsInThePlaceOfADeliverysFilesHoldsNoOtherUp(Hostile hostile) throws Exception {
    String key = TO.key();
    List<Path> files =
        List.of(
            bad.captureCounters(),
            bad.checkpoint(key),
            bad.sendCounters(key),
            bad.sendLock(key),
            bad.destinationName(key),
            bad.deliveryStart(key),
            bad.ahead(key));
    for (Path file : files) {
      hostile.put(file);
      look(3);
      assertTrue(open().contains("good"), file + ": " + said());
      Hostile.remove(file);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTapeFileThatIsNoneHoldsNoOtherUp(Hostile hostile) throws Exception {
    Files.delete(bad.summary());
    hostile.put(bad.directory().resolve("20301122-1755V.cq4"));

    look(3);

    assertTrue(open().contains("good"), said());
  }

  @Test
  void whatCantBeOpenedIsOwedAtOnceWhereTheSenderIsToStop() throws Exception {
    try (Stream<Path> files = Files.list(bad.directory())) {
      Path tape = files.filter(f -> f.toString().endsWith(".cq4")).findFirst().orElseThrow();
      Files.write(tape, new byte[300_000]);
    }
    shipments.look(0, true);

    assertEquals(Set.of("bad"), shipments.owed().keySet(), said());
  }

  @Test
  void aDeliveryThatFailsEndsAloneAndIsTriedAgain() throws Exception {
    look(1);
    Shipment one = shipments.open().get(0);
    shipments.guard(
        one,
        SECOND_NS,
        () -> {
          throw new IllegalArgumentException("a number of another world");
        });

    assertEquals(List.of("good"), open());
    assertTrue(said().contains("bad: a number of another world"), said());
    shipments.look(2 * SECOND_NS, false);
    assertEquals(List.of("good"), open());
    shipments.look(62 * SECOND_NS, false);
    assertEquals(List.of("good", "bad"), open());
    assertArrayEquals(new Object[] {}, shipments.owed().keySet().toArray());
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      shipments.look(i * SECOND_NS, false);
    }
  }

  private List<String> open() {
    return shipments.open().stream().map(each -> each.paths().id()).toList();
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
