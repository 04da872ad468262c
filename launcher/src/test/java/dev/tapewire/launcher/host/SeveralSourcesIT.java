package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One capture process that records several sources, each as a session of its own. */
@Timeout(1800)
class SeveralSourcesIT {
  private static final PcmFormat MONO = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final PcmFormat STEREO = new PcmFormat(16_000, 2, Encoding.S24LE);
  private static final int SECONDS = 6;
  private static final double TONE_HZ = 440;

  @TempDir private Path directory;

  private Studio studio;
  private byte[] first;
  private byte[] second;

  @BeforeEach
  void open() throws Exception {
    studio = new Studio(directory);
    first = WavFile.write(directory.resolve("first.wav"), MONO, SECONDS * 8000L + 77, 1);
    second = WavFile.write(directory.resolve("second.wav"), STEREO, SECONDS * 16_000L + 5, 2);
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  @Test
  void eachIsRecordedToTheSampleAndOneThatFailsStopsNoOther() throws Exception {
    Program capture = capture("max", "--source", "nothing.wav", "--session", "broken");
    studio.awaitRecording("tone", capture);
    for (String whole : List.of("first: session first is", "second: session second is")) {
      capture.await(whole + " whole", Host.START_BOUND);
    }
    capture.await("warning: broken: failed: .*nothing.wav", Host.START_BOUND);
    assertEquals(List.of(capture.pid()), studio.pids("capture"));

    assertEquals(1, capture.stop(Host.PROGRAM_BOUND), capture.toString());

    assertTrue(
        capture.err().endsWith("tapewire: 1 of 4 sources failed: broken\n"), capture.toString());
    assertFilesAreWhole();
    JsonObject tone = studio.session("tone");
    assertEquals("complete", tone.get("state").getAsString());
    assertEquals(0, tone.get("lost_samples").getAsLong());
    assertIsTone(exported("tone"));
  }

  @Test
  void aKillAndAnotherStartGoOnWithAll() throws Exception {
    Program killed = capture("4");
    for (String session : List.of("first", "second", "tone")) {
      studio.awaitRecording(session, killed);
    }
    Patience.await(
        "an anchor", Host.START_BOUND, () -> studio.samples("tone") > MONO.sampleRateHz() / 4);
    killed.kill();
    long before = studio.samples("tone");

    Program next = capture("max");
    for (String session : List.of("first", "second", "tone")) {
      next.await(session + ": recording .* going on", Host.START_BOUND);
    }
    next.await("first: session first is whole", Host.START_BOUND);
    next.await("second: session second is whole", Host.START_BOUND);
    Patience.await("more of it", Host.START_BOUND, () -> studio.samples("tone") > before);
    assertEquals(0, next.stop(Host.PROGRAM_BOUND), next.toString());

    assertFilesAreWhole();
    assertEquals(1, studio.session("tone").getAsJsonArray("gaps").size());
    assertEquals("complete", studio.session("tone").get("state").getAsString());
  }

  @Test
  void moreThanTheOpenFilesAllowAreRefusedBeforeAnythingIsRecorded() throws Exception {
    List<String> few = List.of("sh", "-c", "ulimit -n 70; exec \"$@\"", "sh");

    Program capture = studio.start("few", studio.command("capture").and(tones(2)).under(few));

    assertEquals(2, capture.awaitExit(Host.PROGRAM_BOUND), capture.toString());
    assertEquals(
        "tapewire: 2 sources: 70 open files are allowed, enough for 1 sources; for 2 allow 80:"
            + " `ulimit -n 80`, or LimitNOFILE=80 in a unit of systemd\n",
        capture.err());
  }

  private static String[] tones(int count) {
    return "--source tone ".repeat(count).split(" ");
  }

  private Program capture(String speed, String... more) throws Exception {
    Launch capture =
        studio
            .command("capture", "--speed", speed)
            .and("--source", directory.resolve("first.wav").toString(), "--session", "first")
            .and("--source", "tone", "--session", "tone", "--rate", "8000")
            .and("--source", directory.resolve("second.wav").toString(), "--session", "second");
    return studio.start("capture", capture.and(more));
  }

  private void assertFilesAreWhole() throws Exception {
    assertArrayEquals(first, exported("first"));
    assertArrayEquals(second, exported("second"));
  }

  private byte[] exported(String session) throws Exception {
    Path file = directory.resolve(session + ".again.wav");
    studio.run("export", session, file.toString());
    return WavFile.data(file);
  }

  private static void assertIsTone(byte[] pcm) {
    ShortBuffer samples = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    double level = Short.MAX_VALUE * Math.pow(10, -12 / 20.0);
    assertTrue(samples.hasRemaining());
    for (int i = 0; i < samples.limit(); i++) {
      double due = level * Math.sin(2 * Math.PI * TONE_HZ * i / MONO.sampleRateHz());
      assertEquals(due, samples.get(i), 1, "sample " + i);
    }
  }
}
