package dev.tapewire.launcher.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.file.Hostile;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.ProcessFile;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One bad session harms itself alone: every other is listed, and the bad one as well as can be. */
@Timeout(120) // Without the checks some of them wait for ever.
class HostileSessionTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final int SAMPLES = 800;
  private static final String TO = "ws://there";

  @TempDir private Path tapes;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @BeforeEach
  void record() {
    write("bad");
    write("good");
  }

  @ParameterizedTest
  @EnumSource
  void aSummaryThatIsNoneIsMadeAgainFromTheTape(Hostile hostile) throws Exception {
    hostile.put(paths("bad").summary());

    assertBothAreListed();

    assertTrue(told.toString().contains("session bad is read from its tape"), told.toString());
    assertEquals(1, told.toString().lines().count(), told.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"ended\":null",
        "\"ended\":[]",
        "\"id\":null",
        "\"rate\":1e999",
        "\"to\":7",
        "\"gaps\":{}"
      })
  void aMemberOfAnotherKindIsNoReasonToFail(String member) throws Exception {
    String name = member.substring(0, member.indexOf(':') + 1);
    String json = Files.readString(paths("bad").summary()).replaceFirst(",\"crc32c\":\\d+", "");
    int at = json.indexOf(name);
    int end = name.equals("\"to\":") ? json.indexOf(']', at) + 1 : json.indexOf(',', at);
    end = name.equals("\"gaps\":") ? json.indexOf(']', at) + 1 : end;
    end = end <= at ? json.indexOf('}', at) : end;
    Files.writeString(paths("bad").summary(), json.substring(0, at) + member + json.substring(end));

    assertBothAreListed();
  }

  @Test
  void noBitThatFlipsInASummaryChangesWhatIsShown() throws Exception {
    byte[] right = Files.readAllBytes(paths("bad").summary());
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      byte[] flipped = right.clone();
      flipped[random.nextInt(right.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(paths("bad").summary(), flipped);
      assertBothAreListed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingInThePlaceOfAnotherFileHoldsTheOthersUp(Hostile hostile) throws Exception {
    SessionPaths bad = paths("bad");
    String key = Destination.keyOf(TO);
    List<Path> files =
        List.of(
            bad.captureCounters(),
            bad.captureLock(),
            bad.checkpoint(key),
            bad.sendCounters(key),
            bad.sendLock(key),
            bad.destinationName(key),
            bad.replayName(key),
            bad.deliveryStart(key),
            bad.ahead(key));
    for (Path file : files) {
      hostile.put(file);
    }

    assertEquals(List.of("bad", "good"), ids());
    assertEquals(false, MappedCheckpointStore.read(bad.checkpoint(key)).complete());
  }

  @ParameterizedTest
  @EnumSource
  void aTapeFileThatIsNoneHoldsTheOthersUpAsLittle(Hostile hostile) throws Exception {
    Files.delete(paths("bad").summary());
    hostile.put(paths("bad").directory().resolve("20261122-1755V.cq4"));

    assertTrue(ids().contains("good"), told.toString());
  }

  @ParameterizedTest
  @EnumSource
  void aPartThatCantBeReadKeepsNoOtherFromBeingOne(Hostile hostile) throws Exception {
    hostile.put(tapes.resolve("good.2/20261122-1755V.cq4"));

    assertEquals(List.of(paths("good")), SessionParts.of(tapes, "good"));
  }

  @ParameterizedTest
  @EnumSource
  void aProcessFileThatIsNoneIsNamedAndPassedOver(Hostile hostile) throws Exception {
    Path file = tapes.resolve(ProcessFile.DIRECTORY).resolve("1.json");
    hostile.put(file);

    assertEquals(List.of("bad", "good"), ids());
    ProcessFile.sweep(tapes);

    assertTrue(told.toString().contains(file.toString()), told.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"capture\",\"pid\":null}",
        "{\"name\":null,\"pid\":1}",
        "{\"name\":\"capture\",\"pid\":\"one\"}",
        "{\"name\":\"capture\",\"pid\":1e99}",
        "{\"name\":\"capture\",\"pid\":2}",
        "{\"name\":\"sender\",\"pid\":1,\"to\":{}}",
        "{\"name\":\"supervisor\",\"pid\":1,\"children\":[null]}",
        "{\"name\":\"supervisor\",\"pid\":1,\"session\":\"../outside\"}",
        "[]",
        "null",
        "{"
      })
  void aProcessFileOfAnotherFormIsNamedAndPassedOver(String json) throws Exception {
    Path file = tapes.resolve(ProcessFile.DIRECTORY).resolve("1.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);

    SessionCatalog catalog = catalog();
    assertEquals(List.of(), Running.under(tapes, catalog.list()).processes());

    assertTrue(told.toString().contains(file.toString()), told.toString());
  }

  @Test
  void whatStandsInASummaryNamesNoDirectory() throws Exception {
    String json = Files.readString(paths("bad").summary()).replaceFirst(",\"crc32c\":\\d+", "");
    Files.writeString(paths("bad").summary(), json.replace("\"bad\"", "\"../outside\""));

    assertEquals(List.of("bad", "good"), ids());
    assertEquals("bad", catalog().get("bad").summary().id());
  }

  @Test
  void aSessionIsListedWhateverChroniclesTableIs() throws IOException {
    for (String id : List.of("bad", "good")) {
      Files.deleteIfExists(paths(id).directory().resolve("metadata.cq4t"));
    }
    Files.delete(paths("bad").summary());

    assertEquals(List.of("bad", "good"), ids());
  }

  private void assertBothAreListed() {
    List<SessionView> views = catalog().list();
    assertEquals(2, views.size(), told.toString());
    for (SessionView view : views) {
      assertEquals(SessionView.State.COMPLETE, view.state());
      assertEquals(3, view.summary().frames());
      assertEquals(3 * SAMPLES + 50, view.summary().samples());
      assertEquals(1, view.summary().gaps().size());
      assertEquals(List.of(TO), view.summary().to());
    }
  }

  private List<String> ids() {
    return catalog().list().stream().map(view -> view.summary().id()).sorted().toList();
  }

  private SessionPaths paths(String id) {
    return SessionPaths.of(tapes, id);
  }

  private SessionCatalog catalog() {
    return new SessionCatalog(tapes, new Log(new PrintStream(told, true), false));
  }

  private void write(String id) {
    NewSession wanted = new NewSession(FORMAT, "tone", SAMPLES, List.of(TO));
    ManualClock clock = new ManualClock();
    try (TapeWriter writer = Tape.openWriter(paths(id), wanted, clock, new Random(1))) {
      byte[] pcm = new byte[SAMPLES * FORMAT.blockBytes()];
      for (int i = 0; i < 3; i++) {
        writer.frame(pcm, 0, SAMPLES, clock.monotonicNs());
      }
      writer.gap(50, GapReason.OVERRUN);
      writer.end();
    }
  }
}
