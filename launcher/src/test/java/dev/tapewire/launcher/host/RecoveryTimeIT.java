package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long audio stands still after a kill. */
class RecoveryTimeIT {
  private static final int KILLS = 10;
  private static final double MEDIAN_SECONDS_MAX = 2.0;
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  @TempDir Path directory;

  @BeforeEach
  void wanted() {
    Host.assumeFull("recovery time");
  }

  @Test
  void audioFlowsAgainAfterTheSenderWasKilled() throws Exception {
    try (Studio studio = new Studio(directory)) {
      Path stored = studio.received().resolve("flow.wav");
      run(studio, "flow", "--received", studio.received().toString());
      Patience.await("a file", Host.START_BOUND, () -> Files.exists(stored));

      measure("own receiver", studio, "sender", () -> Files.size(stored));
    }
  }

  @Test
  void audioFlowsAgainToAPlainServerAfterTheSenderWasKilled() throws Exception {
    Host.assumePython("websockets");
    try (Studio studio = new Studio(directory)) {
      AppendServer server = studio.appendServer(directory.resolve("heard.raw"), 0);
      run(studio, "plain", "--to", server.uri());
      Patience.await("audio", Host.START_BOUND, () -> server.bytes() > 0);

      measure("plain server", studio, "sender", server::bytes);
    }
  }

  @Test
  void theTapeGoesOnAfterCaptureWasKilled() throws Exception {
    try (Studio studio = new Studio(directory)) {
      run(studio, "tape", "--received", studio.received().toString());

      measure(
          "first new frame on the tape",
          studio,
          "capture",
          () -> LiveFigures.frames(studio.tapes().resolve("tape").resolve("capture.counters")));
    }
  }

  private void run(Studio studio, String session, String... where) throws Exception {
    Program run =
        studio.start(
            "run", studio.command("run", "--source", "tone", "--session", session).and(where));
    studio.awaitRecording(session, run);
  }

  private void measure(String what, Studio studio, String process, Callable<Long> progress)
      throws Exception {
    List<Double> seconds = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Patience.pass(BETWEEN);
      studio.kill(process);
      long killedNs = System.nanoTime();
      awaitStill(progress);
      long before = progress.call();
      Patience.await(what, Host.START_BOUND, () -> progress.call() > before);
      seconds.add((System.nanoTime() - killedNs) / 1e9);
    }
    Collections.sort(seconds);
    double median = (seconds.get(KILLS / 2 - 1) + seconds.get(KILLS / 2)) / 2;
    Host.figure(
        this,
        "%s killed %d times, %s: median %.2f s, most %.2f s",
        process,
        KILLS,
        what,
        median,
        seconds.get(KILLS - 1));
    assertTrue(median < MEDIAN_SECONDS_MAX, seconds::toString);
  }

  /** Lets what was on its way at the kill arrive, so that it is not taken for new. */
  private static void awaitStill(Callable<Long> progress) throws Exception {
    long[] last = {-1};
    Patience.await(
        "what was on its way",
        Host.START_BOUND,
        () -> {
          long now = progress.call();
          boolean still = now == last[0];
          last[0] = now;
          return still;
        });
  }
}
