package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way: a file, the tape, the wire, a file again. */
@Timeout(1800)
class PipelineIT {
  private static final int SECONDS = 7;

  @TempDir private Path directory;

  private Studio studio;

  @BeforeEach
  void open() {
    studio = new Studio(directory);
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  @ParameterizedTest
  @CsvSource({"44100, 1, S16LE", "48000, 2, S24LE", "8000, 1, MULAW", "48000, 6, F32LE"})
  void aFileArrivesSampleForSample(int rate, int channels, Encoding encoding) throws Exception {
    Path source = directory.resolve("speech.wav");
    PcmFormat format = new PcmFormat(rate, channels, encoding);
    byte[] pcm = WavFile.write(source, format, SECONDS * rate + 311L, rate);

    Program run = run(source, "--speed", "max", "--session", "s");

    assertEquals(0, run.awaitExit(Host.PROGRAM_BOUND), run.toString());
    assertArrayEquals(pcm, WavFile.data(studio.received().resolve("s.wav")));
    JsonObject received = json(Files.readString(studio.received().resolve("s.json")));
    assertTrue(received.get("complete").getAsBoolean());
    assertTrue(run.out().contains(received.get("digest").getAsString() + " confirmed"), run.out());
  }

  @Test
  void theSummaryStandsAloneOnStandardOutput() throws Exception {
    Path source = directory.resolve("speech.wav");
    WavFile.write(source, new PcmFormat(8000, 1, Encoding.S16LE), 8000, 1);

    Program run = run(source, "--speed", "max", "--session", "s", "--json");

    assertEquals(0, run.awaitExit(Host.PROGRAM_BOUND), run.toString());
    assertEquals(
        json("{session: s, exit_code: 0, restarts: {capture: 0, sender: 0, receiver: 0}}"),
        json(run.out()));
  }

  @Test
  void aSessionIsListedVerifiedAndExported() throws Exception {
    Path source = directory.resolve("speech.wav");
    byte[] pcm = WavFile.write(source, new PcmFormat(8000, 2, Encoding.S16LE), 20_000, 1);

    assertEquals(0, run(source, "--speed", "max", "--session", "s").awaitExit(Host.PROGRAM_BOUND));

    JsonObject session = studio.session("s");
    assertEquals("complete", session.get("state").getAsString());
    assertEquals(20_000, session.get("samples").getAsLong());
    JsonObject to = session.getAsJsonArray("destinations").get(0).getAsJsonObject();
    assertEquals("received:" + studio.received().toRealPath(), to.get("to").getAsString());
    assertEquals("done", to.get("link_state").getAsString());
    assertEquals("exactly-once", to.get("guarantee").getAsString());
    assertEquals(20_000, to.get("confirmed_samples").getAsLong());
    assertTrue(studio.verify("s").get("fault").isJsonNull());
    Path exported = directory.resolve("exported.wav");
    studio.tapewire("export", "s", exported.toString()).awaitExit(Host.PROGRAM_BOUND);
    assertArrayEquals(pcm, WavFile.data(exported));
  }

  @Test
  void ctrlCToTheWholeGroupEndsInOrderAndAllIsDelivered() throws Exception {
    Program run =
        studio.tapewire(
            "run",
            "--source",
            "tone",
            "--session",
            "s",
            "--received",
            studio.received().toString());
    studio.awaitRecording("s", run);
    studio.awaitPid("sender", 0, Host.START_BOUND);

    for (String name : new String[] {"capture", "sender", "receiver"}) {
      Host.signal(studio.pids(name).get(0), "INT");
    }
    run.signal("INT");

    assertEquals(0, run.awaitExit(Host.PROGRAM_BOUND), run.toString());
    assertEquals("complete", studio.session("s").get("state").getAsString());
    assertTrue(
        json(Files.readString(studio.received().resolve("s.json"))).get("complete").getAsBoolean());
  }

  @Test
  void whatIsNotDeliveredIsToldAndFinishedByTheCommandThatIsNamed() throws Exception {
    Path source = directory.resolve("speech.wav");
    byte[] pcm = WavFile.write(source, new PcmFormat(8000, 1, Encoding.S16LE), 8000, 1);
    String nobody = Host.nobody();

    Program run =
        studio.tapewire(
            "run",
            "--source",
            source.toString(),
            "--speed",
            "max",
            "--session",
            "s",
            "--to",
            nobody,
            "--drain",
            "1s");
    assertEquals(3, run.awaitExit(Host.PROGRAM_BOUND), run.toString());
    assertTrue(run.err().contains("tapewire send --session s --to " + nobody), run.err());

    String own = "received:" + studio.received();
    Program send = studio.tapewire("send", "--session", "s", "--to", own);
    assertEquals(0, send.awaitExit(Host.PROGRAM_BOUND), send.toString());
    assertArrayEquals(pcm, WavFile.data(studio.received().resolve("s.wav")));
  }

  @Test
  void withNothingRunningStatusSaysSo() throws Exception {
    Program status = studio.tapewire("status", "--json");

    assertEquals(0, status.awaitExit(Host.PROGRAM_BOUND), status.toString());
    assertEquals(json("{supervisor: null, processes: [], sessions: []}"), json(status.out()));
  }

  private Program run(Path source, String... more) throws Exception {
    return studio.start(
        "run",
        studio
            .command("run", "--source", source.toString())
            .and("--received", studio.received().toString())
            .and(more));
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
