package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver written from the protocol's page alone, as the far side of a delivery with kills. */
class ExampleReceiverIT {
  private static final String SESSION = "example";
  private static final int SECONDS = 120;
  private static final int KILLS = Host.full() ? 20 : 3;
  private static final int APART_MS_MIN = 300;
  private static final int APART_MS_MAX = 1_200;
  private static final String SPEED = Host.full() ? "1.5" : "10";

  @TempDir Path directory;

  @Test
  void storesEverySampleOnceWhicheverSideIsKilled() throws Exception {
    Host.assumePython("websockets");
    long seed = Long.getLong("tapewire.seed", System.nanoTime());
    try (Studio studio = new Studio(directory)) {
      ExampleReceiver receiver = new ExampleReceiver(studio);
      Samples samples = Samples.voice(seed, SECONDS * VirtualSoundCard.RATE_HZ);
      Program run = run(studio, samples, receiver.uri());

      int inDelivery = kill(new SplittableRandom(seed), studio, receiver, run);
      int code = run.awaitExit(Host.PROGRAM_BOUND);

      Samples stored = Samples.ofWav(studio.received().resolve(SESSION + ".wav"));
      Host.figure(
          this,
          "sender and receiver killed %d times each (%d in mid-delivery, seed %d): "
              + "%d of %d samples stored, exit %d",
          KILLS,
          inDelivery,
          seed,
          stored.count(),
          samples.count(),
          code);
      assertEquals(0, code, run::toString);
      assertEquals(KILLS, inDelivery, "kills that hit a delivery");
      assertEquals(samples, stored, run::toString);
    }
  }

  private Program run(Studio studio, Samples samples, String uri) throws Exception {
    Path file = samples.writeWav(directory.resolve("speech.wav"));
    Launch launch =
        studio
            .command("run", "--session", SESSION, "--speed", SPEED)
            .and("--source", file.toString(), "--to", "tapewire=" + uri);
    Program run = studio.start("run", launch);
    studio.awaitRecording(SESSION, run);
    return run;
  }

  private static int kill(
      SplittableRandom random, Studio studio, ExampleReceiver receiver, Program run)
      throws Exception {
    int inDelivery = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Patience.pass(Duration.ofMillis(random.nextInt(APART_MS_MIN, APART_MS_MAX)));
      inDelivery += run.alive() ? 1 : 0;
      studio.awaitPid("sender", studio.kill("sender"), Host.START_BOUND);
      Patience.pass(Duration.ofMillis(random.nextInt(APART_MS_MIN, APART_MS_MAX)));
      receiver.restart();
    }
    return inDelivery;
  }

  /** {@code examples/receiver.py}, run by hand. Confined to the test's thread. */
  private static final class ExampleReceiver {
    private final Studio studio;
    private Program program;
    private String port = "0";
    private int lives;

    ExampleReceiver(Studio studio) throws Exception {
      this.studio = studio;
      start();
    }

    String uri() {
      return "ws://127.0.0.1:" + port;
    }

    void restart() throws Exception {
      program.kill();
      start();
    }

    private void start() throws Exception {
      Path script =
          Path.of(System.getProperty("tapewire.script")).resolveSibling("examples/receiver.py");
      Launch launch =
          Launch.python(script.toString())
              .and(Files.createDirectories(studio.received()).toString(), port);
      program = studio.start("example" + ++lives, launch);
      port = program.await("listening ws://[^:]+:(\\d+)", Host.START_BOUND);
    }
  }
}
