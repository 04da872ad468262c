package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Under {@code run}, what comes through a pipe outlives the capture process that reads it. */
@Timeout(1800)
class PipedSourceIT {
  private static final Pattern UNSURE =
      Pattern.compile("read of the pipe: up to ([0-9]+) samples more may be missing");

  private static final int KILLS = 3;
  private static final Duration AFTER = Duration.ofMillis(1500);

  @TempDir private Path directory;

  /** What live_noise.py makes at once: noted in its file, and given to the pipe after that. */
  private static final int NOISE_BLOCK = VirtualSoundCard.RATE_HZ / 100;

  private final long seed = Long.getLong("tapewire.seed", System.nanoTime());
  private Studio studio;
  private Path made;

  @BeforeEach
  void open() {
    Host.figure(this, "seed %d", seed);
    studio = new Studio(directory);
    made = directory.resolve("made.raw");
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  @Test
  void aCommandOutlivesCaptureAndNoSampleFallsOutOfStep() throws Exception {
    Host.assumePython("os");
    Program run =
        studio.tapewire(
            "run",
            "--source",
            Launch.patientNoise(made),
            "--session",
            "s",
            "--received",
            studio.received().toString());

    killAndStop(run);
  }

  @Test
  void standardInputOutlivesCaptureAndNoSampleFallsOutOfStep() throws Exception {
    Host.assumePython("os");
    Launch noise =
        Launch.peer(
            "live_noise.py",
            Integer.toString(VirtualSoundCard.RATE_HZ),
            made.toString(),
            "patient");
    Launch run =
        studio.command(
            "run", "--source", "-", "--session", "s", "--received", studio.received().toString());
    String quoted = "'" + String.join("' '", noise.command()) + "'";
    Launch piped =
        run.under(List.of("sh", "-c", "mkfifo p; " + quoted + " >p & exec \"$@\" <p", "sh"));
    Path cwd = directory.resolve("p");
    Launch placed = piped.under(List.of("env", "-C", cwd.getParent().toString()));

    killAndStop(studio.start("run", placed));
  }

  private void killAndStop(Program run) throws Exception {
    Killer killer = new Killer(studio, "s", new Random(seed));
    killer.kill(List.of("capture"), KILLS, run);
    Patience.pass(AFTER);
    long due = due(made);
    assertEquals(0, run.stop(Host.PROGRAM_BOUND), run.toString());

    Samples whole = Samples.ofRaw(Files.readAllBytes(made));
    Path cut = directory.resolve("cut.wav");
    studio.tapewire("export", "s", cut.toString(), "--gaps", "cut").awaitExit(Host.PROGRAM_BOUND);
    Samples heard = Samples.ofWav(cut);
    Coverage coverage = Coverage.of(whole, heard);
    JsonObject session = studio.session("s");
    Host.figure(
        this,
        "%d kills, %d gaps, %d of %d samples lost; %s, %d of them after the end",
        KILLS,
        session.getAsJsonArray("gaps").size(),
        session.get("lost_samples").getAsLong(),
        session.get("samples").getAsLong(),
        coverage,
        whole.count() - coverage.end());
    assertEquals(0, coverage.strange(), coverage.toString());
    assertEquals(0, coverage.twice(), coverage.toString());
    assertTold(coverage, due, session.get("lost_samples").getAsLong(), KILLS, run);
  }

  /** {@return how many samples the pipe had been given by now: a stop takes all of them} */
  static long due(Path made) throws IOException {
    return Files.size(made) / Short.BYTES - NOISE_BLOCK;
  }

  /**
   * The writer waits while the pipe is full, so only what a dying capture held is lost, and the
   * tape knows how much that was; a kill between a read of the pipe and its count is told, too, but
   * for the one sample that a read waits for. What was made after the stop was asked for, and stays
   * in the pipe, is nobody's.
   *
   * @param due samples that were in the pipe before the stop was asked for
   */
  static void assertTold(Coverage coverage, long due, long lost, int kills, Program run) {
    long missing = coverage.missing(0, (int) Math.max(coverage.end(), due));
    long unsure = kills;
    Matcher each = UNSURE.matcher(run.err());
    while (each.find()) {
      unsure += Long.parseLong(each.group(1));
    }
    String what = lost + " lost and " + unsure + " more are told; " + missing + " of " + due;
    assertTrue(missing >= lost && missing <= lost + unsure, what + "; " + coverage + "; " + run);
  }
}
