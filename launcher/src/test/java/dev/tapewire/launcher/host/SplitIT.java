package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.Continues;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.SessionParts;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recording in many sessions: not one sample is lost or doubled between two of them. */
@Timeout(1800)
class SplitIT {
  private static final int KILLS = Host.full() ? 20 : 3;
  private static final int RATE_HZ = 8000;

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

  @Test
  void eachSessionOfAFileIsItsOwnWavAndTogetherTheyAreTheFile() throws Exception {
    Path source = directory.resolve("speech.wav");
    byte[] pcm = WavFile.write(source, format(), 10 * RATE_HZ + 311L, 1);

    Program run = run(source.toString(), "--split", "3s", "--speed", "max", "--json");

    assertEquals(0, run.awaitExit(Host.PROGRAM_BOUND), run.toString());
    assertEquals(List.of("s", "s.2", "s.3", "s.4"), sessions());
    JsonObject summary = JsonParser.parseString(run.out()).getAsJsonObject();
    assertEquals(4, summary.getAsJsonArray("sessions").size());
    assertArrayEquals(pcm, received());
    assertEquals(3L * RATE_HZ, studio.session("s.3").get("samples").getAsLong());
    Continues before = SessionParts.continues(SessionPaths.of(studio.tapes(), "s.3"));
    assertEquals(new Continues("s.2", 6 * RATE_HZ), before);
    assertTrue(studio.verify("s.3").get("fault").isJsonNull());
    assertEquals(10 * RATE_HZ + 311L, studio.verify("s").get("samples").getAsLong());
    replayedByItsNameItIsTheFile(pcm);
  }

  /** Whole, and a range over a seam. */
  private void replayedByItsNameItIsTheFile(byte[] pcm) throws Exception {
    Program whole = studio.tapewire("replay", "s", "--speed", "max");
    assertEquals(0, whole.awaitExit(Host.PROGRAM_BOUND), whole.toString());
    assertArrayEquals(pcm, WavFile.data(studio.received().resolve("s.replay-1.wav")));
    Program range = studio.tapewire("replay", "s", "--from", "2", "--until", "4", "--speed", "max");
    assertEquals(0, range.awaitExit(Host.PROGRAM_BOUND), range.toString());
    byte[] seam = Arrays.copyOfRange(pcm, 2 * RATE_HZ * 2, 4 * RATE_HZ * 2);
    assertArrayEquals(seam, WavFile.data(studio.received().resolve("s.replay-2.wav")));
    assertTrue(range.err().contains(": all delivered, 2.000 s,"), range.toString());
    assertTrue(range.out().startsWith("replayed 2.000 s of s to "), range.toString());
  }

  @Test
  void killsAroundTheSplitsOfAFileChangeNothing() throws Exception {
    Path source = directory.resolve("speech.wav");
    byte[] pcm = WavFile.write(source, format(), (4 + 2 * KILLS) * 10L * RATE_HZ, 2);
    Program run = run(source.toString(), "--split", "10s", "--speed", "10");

    killAtSplits(run);

    assertEquals(0, run.awaitExit(Host.PROGRAM_BOUND), run.toString());
    assertArrayEquals(pcm, received());
    assertEquals(4 + 2 * KILLS, sessions().size());
  }

  @Test
  void killsAroundTheSplitsOfAPipeLoseWhatTheTapesSayAndNoMore() throws Exception {
    Host.assumePython("os");
    Path made = directory.resolve("made.raw");
    Program run =
        run(Launch.patientNoise(made), "--split", "1s", "--rate", "" + VirtualSoundCard.RATE_HZ);

    killAtSplits(run);
    long due = PipedSourceIT.due(made);
    assertEquals(0, run.stop(Host.PROGRAM_BOUND), run.toString());

    long lost = 0;
    for (String id : sessions()) {
      JsonObject session = studio.session(id);
      lost += session.get("lost_samples").getAsLong();
      assertEquals("complete", session.get("state").getAsString());
      assertTrue(Files.exists(studio.received().resolve(id + ".wav")), id);
    }
    Path cut = directory.resolve("cut.wav");
    Program export = studio.tapewire("export", "s", cut.toString(), "--gaps", "cut");
    assertEquals(0, export.awaitExit(Host.PROGRAM_BOUND), export::toString);
    Samples all = Samples.ofRaw(Files.readAllBytes(made));
    Coverage coverage = Coverage.of(all, Samples.ofWav(cut));
    Host.figure(
        this,
        "%d sessions, %d lost; %s, %d of them made after the end",
        sessions().size(),
        lost,
        coverage,
        all.count() - coverage.end());
    assertEquals(0, coverage.strange() + coverage.twice(), coverage.toString());
    PipedSourceIT.assertTold(coverage, due, lost, KILLS, run);
  }

  /** Kills capture as soon as the directory of another session is there. */
  private void killAtSplits(Program run) throws Exception {
    studio.awaitRecording("s", run);
    int known = 1;
    long dead = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      int before = known;
      Patience.await("a split", Host.START_BOUND, () -> directories() > before);
      long pid = studio.awaitPid("capture", dead, Host.START_BOUND);
      Host.signal(pid, "KILL");
      dead = pid;
      known = directories();
    }
  }

  private int directories() throws Exception {
    try (var each = Files.newDirectoryStream(studio.tapes(), "s*")) {
      int count = 0;
      for (Path directory : each) {
        count += Files.isDirectory(directory) ? 1 : 0;
      }
      return count;
    }
  }

  private List<String> sessions() {
    return SessionParts.of(studio.tapes(), "s").stream().map(SessionPaths::id).toList();
  }

  private byte[] received() throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String id : sessions()) {
      all.writeBytes(WavFile.data(studio.received().resolve(id + ".wav")));
    }
    return all.toByteArray();
  }

  private Program run(String source, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--source", source, "--session", "s"));
    arguments.addAll(List.of("--received", studio.received().toString()));
    arguments.addAll(List.of(more));
    return studio.tapewire("run", arguments.toArray(String[]::new));
  }

  private static PcmFormat format() {
    return new PcmFormat(RATE_HZ, 1, Encoding.S16LE);
  }
}
