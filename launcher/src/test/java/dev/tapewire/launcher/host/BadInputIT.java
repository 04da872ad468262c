package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpServer;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong is said in one line that names it, and by the exit code. */
@Timeout(1800)
class BadInputIT {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final int SAMPLES = 16_000;
  private static final int FRAME = 1024;

  @TempDir private Path directory;

  private Studio studio;
  private String nobody;
  private Path speech;
  private byte[] pcm;

  @BeforeEach
  void open() throws Exception {
    studio = new Studio(directory);
    nobody = Host.nobody();
    speech = directory.resolve("speech.wav");
    pcm = WavFile.write(speech, FORMAT, SAMPLES, 5);
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  @Test
  void noSuchFile() throws Exception {
    refuses(1, "nosuch.wav", "capture", "--source", "nosuch.wav");
  }

  @Test
  void underRunTheOneLineIsAllThatIsToldOfIt() throws Exception {
    Program run = studio.tapewire("run", "--source", "nosuch.wav", "--session", "s");

    assertEquals(1, run.awaitExit(Host.PROGRAM_BOUND), run.toString());
    List<String> lines =
        run.err()
            .lines()
            .map(line -> line.replaceFirst("^[0-9-]{10}T[0-9:.]{12}Z ", ""))
            .filter(line -> !line.startsWith("run | session"))
            .toList();
    assertEquals(1, lines.size(), run.err());
    assertTrue(lines.get(0).startsWith("capture | "), run.err());
    assertTrue(lines.get(0).contains("nosuch.wav"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void notAWav() throws Exception {
    Path text = Files.writeString(directory.resolve("text.wav"), "This is no sound.\n".repeat(20));

    refuses(1, text.toString(), "capture", "--source", text.toString());
  }

  @Test
  void aWavCutShortIsRecordedAsFarAsItGoesWithAWarning() throws Exception {
    byte[] whole = Files.readAllBytes(speech);
    Path cut = directory.resolve("cut.wav");
    Files.write(cut, Arrays.copyOf(whole, whole.length - pcm.length / 2));

    Program run =
        studio.tapewire(
            "run",
            "--source",
            cut.toString(),
            "--speed",
            "max",
            "--session",
            "s",
            "--received",
            studio.received().toString());

    assertEquals(0, run.awaitExit(Host.PROGRAM_BOUND), run.toString());
    assertEquals(
        1, run.err().lines().filter(l -> l.contains("warning") && l.contains("cut.wav")).count());
    assertArrayEquals(
        Arrays.copyOf(pcm, pcm.length / 2), WavFile.data(studio.received().resolve("s.wav")));
  }

  @Test
  void unknownDevice() throws Exception {
    refuses(1, "audio input", "capture", "--source", "mic:no such card");
  }

  @Test
  void badDestination() throws Exception {
    refuses(2, "http://example.org", "run", "--source", "tone", "--to", "http://example.org");
    refuses(2, "nonsense", "run", "--source", "tone", "--to", "nonsense=" + nobody);
    refuses(2, "70000", "run", "--source", "tone", "--to", "ws://127.0.0.1:70000");
  }

  @Test
  void aDestinationThatCouldNeverBeReachedIsRefusedBeforeAnythingIsRecorded() throws Exception {
    Path open = Files.writeString(directory.resolve("key"), "secret");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

    assertRefused(2, "NO_SUCH_KEY", run("--to", nobody, "--key-env", "NO_SUCH_KEY"));
    assertRefused(2, "chmod 600", run("--to", nobody, "--key-file", open.toString()));
    assertRefused(2, "--join x", run("--to", "raw=" + nobody, "--join", "x"));
    assertFalse(Files.exists(studio.tapes()));
  }

  private Program run(String... to) throws Exception {
    return studio.start("run", studio.command("run", "--source", "tone").and(to));
  }

  @Test
  void refusedConnection() throws Exception {
    record("s");

    Program send = studio.tapewire("send", "--session", "s", "--to", nobody, "--drain", "1s");

    assertEquals(3, send.awaitExit(Host.PROGRAM_BOUND), send.toString());
    assertTrue(last(send).contains("connection refused"), send.err());
    assertTrue(last(send).contains("finish with: tapewire send"), send.err());
  }

  @Test
  void aKeyThatIsWrongIsToldOnceAndEndsTheDrain() throws Exception {
    record("s");
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", exchange -> exchange.sendResponseHeaders(401, -1));
    server.start();
    try {
      String to = "ws://127.0.0.1:" + server.getAddress().getPort();
      Program send = studio.tapewire("send", "--session", "s", "--to", to);

      assertEquals(3, send.awaitExit(Host.PROGRAM_BOUND), send.toString());
      assertTrue(last(send).contains("401"), send.toString());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aCertificateForAnotherName() throws Exception {
    record("s");
    try (TlsServer server = TlsServer.start(directory, "elsewhere.example")) {
      String to = "wss://localhost:" + server.port();
      Launch send =
          studio
              .command("send", "--session", "s", "--to", to, "--drain", "2s")
              .with(Map.of("JAVA_TOOL_OPTIONS", server.trustOptions()));
      Program program = studio.start("send", send);

      assertEquals(3, program.awaitExit(Host.PROGRAM_BOUND), program.toString());
      assertTrue(last(program).contains("certificate"), program.toString());
      assertTrue(last(program).contains("localhost"), program.toString());
    }
  }

  @Test
  void tapesDirectoryNotWritable() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    Path tapes = file.resolve("tapes");
    Program capture =
        studio.start(
            "capture", Launch.tapewire("capture", "--source", "tone", "--tapes", tapes.toString()));

    assertRefused(1, tapes.toString(), capture);
  }

  @Test
  void sessionNotFound() throws Exception {
    record("s");

    refuses(1, "nobody", "verify", "nobody");
    refuses(1, "nobody", "export", "nobody", "-");
    refuses(1, "nobody", "replay", "nobody", "--to", nobody);
    refuses(1, "nobody", "send", "--session", "nobody", "--to", nobody);
  }

  @Test
  void aSessionNameThatClimbs() throws Exception {
    refuses(2, "../../x", "capture", "--source", "tone", "--session", "../../x");
    refuses(2, "../../x", "run", "--source", "tone", "--session", "../../x");
    refuses(2, "../../x", "verify", "../../x");
    refuses(2, "../../x", "export", "../../x", "-");
    refuses(2, "../../x", "replay", "../../x", "--to", nobody);
  }

  @Test
  void aTapeOfANewerFormatVersion() throws Exception {
    record("s");
    TapeDamage.of(studio.tapes().resolve("s")).setFormatVersion(2);

    refuses(1, "format 2 is newer", "verify", "s");
    refuses(1, "format 2 is newer", "export", "s", "-");
    refuses(1, "format 2 is newer", "replay", "s", "--to", nobody);
  }

  @Test
  void aTapeWithAFlippedByte() throws Exception {
    record("s");
    TapeDamage.of(studio.tapes().resolve("s")).flipByteOfFrame(3);
    Path out = directory.resolve("out.wav");

    Program verify = studio.tapewire("verify", "s", "--json");
    assertRefused(1, "frame 3", verify);
    JsonObject fault =
        com.google.gson.JsonParser.parseString(verify.out())
            .getAsJsonObject()
            .getAsJsonObject("fault");
    assertEquals(3, fault.get("sequence").getAsLong());
    assertTrue(fault.get("file").getAsString().endsWith(".cq4"));
    assertTrue(fault.get("offset").getAsLong() > 0);
    refuses(1, "frame 3", "export", "s", out.toString());
    assertFalse(Files.exists(out));
    String own = "received:" + studio.received();
    Program replay = studio.tapewire("replay", "s", "--speed", "max", "--to", own);
    assertEquals(1, replay.awaitExit(Host.PROGRAM_BOUND), replay.toString());
    assertTrue(last(replay).contains("frame 3"), replay.toString());
    Program skipping = studio.tapewire("export", "s", out.toString(), "--skip-damaged");
    assertEquals(0, skipping.awaitExit(Host.PROGRAM_BOUND), skipping.toString());
    byte[] expected = pcm.clone();
    Arrays.fill(expected, 3 * FRAME * 2, 4 * FRAME * 2, (byte) 0);
    assertArrayEquals(expected, WavFile.data(out));
  }

  @Test
  void twoCapturesOnOneSession() throws Exception {
    Program first = studio.tapewire("capture", "--source", "tone", "--session", "s");
    studio.awaitRecording("s", first);

    refuses(1, "s", "capture", "--source", "tone", "--session", "s");

    assertTrue(first.alive());
    assertEquals(0, first.stop(Host.PROGRAM_BOUND), first.toString());
  }

  @Test
  void standardInputClosed() throws Exception {
    Launch closed =
        studio
            .command("capture", "--source", "-", "--session", "s")
            .under(List.of("sh", "-c", "exec \"$@\" <&-", "sh"));

    assertRefused(1, "standard input", studio.start("capture", closed));
  }

  @Test
  void wrongUsage() throws Exception {
    refuses(2, "nosuch", "nosuch");
    refuses(2, "--bogus", "sessions", "--bogus");
    refuses(2, "1:99", "export", "s", "-", "--from", "1:99");
    refuses(2, "-3", "run", "--source", "tone", "--speed", "-3");
  }

  private void record(String session) throws Exception {
    Program capture =
        studio.tapewire(
            "capture", "--source", speech.toString(), "--speed", "max", "--session", session);
    assertEquals(0, capture.awaitExit(Host.PROGRAM_BOUND), capture.toString());
  }

  private void refuses(int code, String names, String command, String... arguments)
      throws Exception {
    assertRefused(code, names, studio.tapewire(command, arguments));
  }

  private static void assertRefused(int code, String names, Program program) {
    int got = program.awaitExit(Host.PROGRAM_BOUND);
    assertEquals(code, got, program.toString());
    assertEquals(1, program.err().lines().count(), program.toString());
    assertTrue(program.err().startsWith("tapewire: "), program.toString());
    assertTrue(program.err().contains(names), program.toString());
  }

  private static String last(Program program) {
    return program.err().lines().reduce("", (a, b) -> b);
  }
}
