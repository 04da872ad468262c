package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pause: what is said in it is on no tape, and the timeline knows how long it was. */
@Timeout(1800)
class PauseIT {
  private static final Duration WHILE = Duration.ofMillis(600);

  @TempDir private Path directory;

  private Studio studio;
  private Path made;

  @BeforeEach
  void open() {
    studio = new Studio(directory);
    made = directory.resolve("made.raw");
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  @Test
  void notOneSampleOfAPauseIsOnTheTapeEvenIfCaptureIsKilledInIt() throws Exception {
    Host.assumePython("os");
    Program run = runNoise();

    done(studio.tapewire("pause"));
    int from = samples();
    Patience.pass(WHILE);
    assertTrue(status().get("paused").getAsBoolean());
    long dead = studio.kill("capture");
    studio.awaitPid("capture", dead, Host.START_BOUND);
    run.await("(?s)going on.*is paused", Host.START_BOUND);
    Patience.pass(WHILE);
    int until = samples();
    done(studio.tapewire("resume", "s"));
    Patience.pass(WHILE);
    assertFalse(status().get("paused").getAsBoolean());
    assertEquals(0, run.stop(Host.PROGRAM_BOUND), run.toString());

    Coverage coverage = coverage();
    JsonObject session = studio.session("s");
    Host.figure(this, "%s; %s", coverage, session.get("gaps"));
    assertEquals(until - from, coverage.missing(from, until), "samples of the pause on the tape");
    assertEquals(0, coverage.strange() + coverage.twice(), coverage.toString());
    assertEquals(
        session.get("lost_samples").getAsLong(),
        coverage.missing(coverage.first(), coverage.end()),
        "the gap, to the sample");
    assertTrue(session.get("gaps").toString().contains("\"withheld\""), session.toString());
  }

  @Test
  void aFileWaitsAndNothingOfItIsLeftOut() throws Exception {
    Path source = directory.resolve("speech.wav");
    byte[] pcm = WavFile.write(source, new PcmFormat(8000, 1, Encoding.S16LE), 3 * 8000, 1);
    Program capture = studio.tapewire("capture", "--source", source.toString(), "--session", "s");
    studio.awaitRecording("s", capture);

    done(studio.tapewire("pause", "s"));
    long at = studio.samples("s");
    Patience.pass(WHILE);
    assertEquals(at, studio.samples("s"), "it goes on in a pause");
    done(studio.tapewire("resume"));

    assertEquals(0, capture.awaitExit(Host.PROGRAM_BOUND), capture.toString());
    JsonObject session = studio.session("s");
    assertEquals(0, session.get("lost_samples").getAsLong());
    Path exported = directory.resolve("exported.wav");
    done(studio.tapewire("export", "s", exported.toString()));
    assertArrayEquals(pcm, WavFile.data(exported));
  }

  @Test
  void itSaysWhatCantBePausedAndWhichSessionsThereAre() throws Exception {
    Program nothing = studio.tapewire("pause");
    assertEquals(1, nothing.awaitExit(Host.PROGRAM_BOUND));
    assertTrue(nothing.err().contains("no session is being recorded"), nothing.err());

    for (String id : new String[] {"a", "b"}) {
      Program capture = studio.tapewire("capture", "--source", "tone", "--session", id);
      studio.awaitRecording(id, capture);
    }
    Program two = studio.tapewire("pause");
    assertEquals(1, two.awaitExit(Host.PROGRAM_BOUND));
    assertTrue(two.err().contains("name one of: a b"), two.err());
    assertFalse(Files.exists(studio.tapes().resolve("a/paused")));
  }

  private Program runNoise() throws Exception {
    String received = studio.received().toString();
    Program run =
        studio.tapewire(
            "run", "--source", Launch.patientNoise(made), "--session", "s", "--received", received);
    studio.awaitRecording("s", run);
    Patience.pass(WHILE);
    return run;
  }

  private Coverage coverage() throws Exception {
    Path cut = directory.resolve("cut.wav");
    done(studio.tapewire("export", "s", cut.toString(), "--gaps", "cut"));
    return Coverage.of(Samples.ofRaw(Files.readAllBytes(made)), Samples.ofWav(cut));
  }

  private JsonObject status() throws Exception {
    Program status = studio.tapewire("status", "--json");
    done(status);
    JsonObject all = JsonParser.parseString(status.out()).getAsJsonObject();
    return all.getAsJsonArray("sessions").get(0).getAsJsonObject();
  }

  private int samples() throws Exception {
    return (int) (Files.size(made) / 2);
  }

  private static void done(Program program) {
    assertEquals(0, program.awaitExit(Host.PROGRAM_BOUND), program.toString());
  }
}
