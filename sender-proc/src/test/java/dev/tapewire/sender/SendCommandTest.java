package dev.tapewire.sender;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.metric.SenderCounter;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.DirectoryLock;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendCommandTest {
  @TempDir Path tapes;
  private CommandBench bench;
  private WebSocketReceiver receiver;
  private String to;

  @BeforeEach
  void listen() throws Exception {
    bench = new CommandBench(tapes);
    receiver = new WebSocketReceiver();
    to = "tapewire=" + receiver.uri();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void deliversAFinishedSessionAndExitsWith0() throws IOException {
    bench.record("s1", true, List.of());
    assertEquals(0, bench.send("--session", "s1", "--to", to));
    assertArrayEquals(bench.pcm, receiver.model("s1").pcm());
    assertTrue(receiver.model("s1").isComplete());
    assertTrue(checkpoint("s1", to).complete());
    assertEquals(CommandBench.FRAMES * CommandBench.FRAME, checkpoint("s1", to).position());
    assertEquals(0, bench.send("--session", "s1", "--to", to));
  }

  @Test
  void writesTheLiveFiguresAndTheDestinationsName() throws IOException {
    bench.record("s1", true, List.of());
    bench.send("--session", "s1", "--to", to);
    String key = Destination.parse(to).key();
    assertEquals(to, Files.readString(bench.paths("s1").destinationName(key)));
    CounterFile<SenderCounter> counters =
        CounterFile.openReader(bench.paths("s1").sendCounters(key), SenderCounter.class);
    assertEquals(8000, counters.get(SenderCounter.SENT_SAMPLES));
    assertEquals(8000, counters.get(SenderCounter.CONFIRMED_SAMPLES));
    assertEquals(LinkState.DONE.ordinal(), counters.get(SenderCounter.LINK_STATE));
    assertEquals(Guarantee.EXACTLY_ONCE.ordinal(), counters.get(SenderCounter.GUARANTEE));
    assertEquals(1, counters.get(SenderCounter.COMPLETE));
    assertEquals(0, counters.get(SenderCounter.LAG_NS));
  }

  @Test
  void deliversWhatIsThereOfAnInterruptedSessionAndExitsWith0() throws IOException {
    bench.record("s1", false, List.of());
    assertEquals(0, bench.send("--session", "s1", "--to", "" + receiver.uri()));
    assertArrayEquals(bench.pcm, receiver.model("s1").pcm());
    assertFalse(checkpoint("s1", "" + receiver.uri()).complete());
  }

  @Test
  void tellsThatTheLastPagesAreLostIfNobodyRecords() throws IOException {
    bench.record("s1", false, List.of());
    LostPage.lose(bench.paths("s1"));
    assertEquals(1, bench.replay("s1", "--to", to, "--speed", "max"));
    assertTrue(bench.errors.toString().contains("the tape is damaged"), bench.errors.toString());
    bench.errors.getBuffer().setLength(0);
    assertEquals(3, bench.send("--session", "s1", "--to", to));
    assertTrue(bench.errors.toString().contains("the tape is damaged"), bench.errors.toString());
  }

  @Test
  void givesUpWithTheCommandThatFinishesIt() throws IOException {
    bench.record("s1", true, List.of());
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String dead = "ws://127.0.0.1:" + free;
    assertEquals(3, bench.send("--session", "s1", "--to", dead, "--drain", "300ms"));
    String message = bench.errors.toString();
    assertTrue(message.contains("connection refused"), message);
    assertTrue(
        message.endsWith("tapewire send --tapes " + tapes + " --session s1 --to " + dead), message);
  }

  @Test
  void endsAtOnceIfTheServerWillNotTakeIt() throws IOException {
    bench.record("s1", true, List.of());
    try (MockWebServer server = new MockWebServer()) {
      server.enqueue(new MockResponse.Builder().code(401).build());
      server.start();
      String refusing = "ws://127.0.0.1:" + server.getPort();
      assertEquals(3, bench.send("--session", "s1", "--to", refusing));
    }
    assertTrue(bench.errors.toString().contains("HTTP 401"), bench.errors.toString());
  }

  @Test
  void leavesASessionToTheSenderThatDeliversIt() throws IOException {
    bench.record("s1", true, List.of());
    Path lock = bench.paths("s1").sendLock(Destination.parse(to).key());
    Files.createDirectories(lock.getParent());
    try (DirectoryLock held = DirectoryLock.tryAcquire(lock)) {
      assertTrue(held != null);
      assertEquals(1, bench.send("--session", "s1", "--to", to));
    }
    assertTrue(bench.errors.toString().contains("being delivered"), bench.errors.toString());
  }

  @Test
  void namesASessionThatIsNotThere() {
    assertEquals(1, bench.send("--session", "nothing", "--to", to));
    assertTrue(bench.errors.toString().contains("nothing"), bench.errors.toString());
  }

  @Test
  void refusesASessionNameThatIsAPath() {
    assertEquals(2, bench.send("--session", "../../x", "--to", to));
  }

  @Test
  void replaysASessionAsANewDelivery() throws IOException {
    bench.record("s1", true, List.of());
    assertEquals(0, bench.replay("s1", "--to", to, "--speed", "max"));
    assertArrayEquals(bench.pcm, receiver.model("s1.replay").pcm());
    assertTrue(receiver.model("s1.replay").isComplete());
    assertTrue(bench.out.toString().startsWith("replayed 1.000 s of s1"), bench.out.toString());
    assertFalse(Files.exists(bench.paths("s1").destination(Destination.parse(to).key())));
  }

  @Test
  void replaysARangeToTheSampleAndTellsItInJson() throws IOException {
    bench.record("s1", true, List.of());
    String[] range = {"--from", "0.1001", "--until", "0.5"};
    assertEquals(
        0,
        bench.replay(
            "s1", "--to", to, "--speed", "20", "--json", range[0], range[1], range[2], range[3]));
    assertArrayEquals(
        Arrays.copyOfRange(bench.pcm, 2 * 801, 2 * 4000), receiver.model("s1.replay").pcm());
    assertEquals(
        "{\"session\":\"s1\",\"exit_code\":0,"
            + "\"restarts\":{\"capture\":0,\"sender\":0,\"receiver\":0}}\n",
        bench.out.toString());
  }

  /** Each life of capture has files of its own, and those of the last one are gone. */
  @Test
  void replaysWhatIsLeftOfATapeCutShortAndExitsWith1() throws IOException {
    bench.record("s1", false, List.of());
    bench.record("s1", true, List.of());
    List<Path> files = new ArrayList<>();
    try (var each = Files.newDirectoryStream(bench.paths("s1").directory(), "*.cq4")) {
      each.forEach(files::add);
    }
    files.sort(null);
    Files.delete(files.get(1));

    assertEquals(1, bench.replay("s1", "--to", to, "--speed", "max"));

    assertArrayEquals(bench.pcm, receiver.model("s1.replay").pcm());
    String told = "session s1 is cut short: the last 8000 samples of it are gone; replayed is";
    assertTrue(bench.errors.toString().contains(told), bench.errors.toString());
  }

  @Test
  void replaysToAPlainServerAsRaw() throws Exception {
    bench.record("s1", true, List.of());
    try (PlainServer server = new PlainServer()) {
      assertEquals(0, bench.replay("s1", "--to", "" + server.uri(), "--speed", "max"));
      assertArrayEquals(bench.pcm, server.heard());
    }
  }

  private Checkpoint checkpoint(String session, String to) {
    Path file = bench.paths(session).checkpoint(Destination.parse(to).key());
    assertTrue(Files.exists(file));
    try (MappedCheckpointStore store = MappedCheckpointStore.open(file)) {
      return store.load();
    }
  }
}
