package dev.tapewire.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.bell.Doorbell;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.Owed;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.time.SystemClock;
import dev.tapewire.sender.delivery.FakeLink;
import dev.tapewire.sender.link.Approach;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions that the version before this form of names recorded and began to deliver, kept as it
 * left them: whole and half, to an address with a query, with a token alone, and to a service with
 * a setting. They go on: no sample twice, none newly owed.
 */
class KeptFoldersTest {
  private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
  private static final String QUERY = "raw=ws://127.0.0.1:39517/a?room=x&lang=de";
  private static final String OTHER = "raw=ws://127.0.0.1:39517/a?room=y&lang=de";
  private static final String TOKEN = "raw=ws://127.0.0.1:39517/a?token=";

  @TempDir Path tapes;

  @BeforeEach
  void unpack() throws IOException {
    try (InputStream kept = KeptFoldersTest.class.getResourceAsStream("/kept-folders.zip");
        ZipInputStream zip = new ZipInputStream(kept)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = tapes.resolve(entry.getName());
        Files.createDirectories(entry.isDirectory() ? file : file.getParent());
        if (!entry.isDirectory()) {
          Files.copy(zip, file);
        }
      }
    }
  }

  @Test
  void whoHadHalfGoesOnWhereItStood() throws IOException {
    assertEquals(Map.of("half", 16_384L), follow(Destination.parse(QUERY)));
    assertEquals(List.of(QUERY), owedTo("half"));
    assertEquals(List.of(), owedTo("complete"));
    assertEquals(Map.of(), follow(Destination.parse(OTHER)), "it was one destination");
    assertEquals(List.of(QUERY), owedTo("half"));
    assertEquals(Map.of("half", 16_384L), follow(Destination.parse(QUERY)), "and stays that one");
  }

  @Test
  void aTokenMayBeAnotherNow() throws IOException {
    assertEquals(Map.of("token-half", 5_120L), follow(Destination.parse(TOKEN + "rotated")));
    assertEquals(List.of(TOKEN + "***"), owedTo("token-half"));
    assertEquals(List.of(), owedTo("token-complete"));
  }

  @Test
  void aServiceWithSettingsHasWhatItHad() throws IOException {
    Destination plain = Destination.parse("vosk=ws://127.0.0.1:39518");
    assertEquals(Map.of(), follow(plain.with(Map.of("channel", "1"))));
    assertEquals(List.of(), owedTo("settings"));
    assertEquals(Map.of(), follow(plain));
    assertEquals(List.of(), owedTo("settings"));
  }

  /** What a sender for {@code to} has still to send, and how far it has it confirmed. */
  private Map<String, Long> follow(Destination to) {
    SendSettings settings = new SendSettings(tapes, to, Approach.PLAIN, null, 0, SECOND_NS);
    Log log = new Log(new PrintStream(new ByteArrayOutputStream()), false);
    SenderContext context =
        new SenderContext(
            settings,
            new Inbox(events -> FakeLink::new, Doorbell.unwired()),
            new SystemClock(),
            new Random(1),
            log);
    Shipments shipments = new Shipments(context, Long.MAX_VALUE);
    Map<String, Long> left = new TreeMap<>();
    try {
      for (int second = 0; second < 3; second++) {
        shipments.look(second * SECOND_NS, false);
        for (Shipment shipment : List.copyOf(shipments.open())) {
          shipment.work(false, second * SECOND_NS);
        }
      }
      for (Shipment shipment : shipments.open()) {
        left.put(shipment.paths().id(), shipment.confirmed().position());
      }
    } finally {
      shipments.close();
    }
    return left;
  }

  private List<String> owedTo(String session) throws IOException {
    SessionPaths paths = SessionPaths.of(tapes, session);
    return Owed.of(paths, SessionSummary.read(paths)).to();
  }
}
