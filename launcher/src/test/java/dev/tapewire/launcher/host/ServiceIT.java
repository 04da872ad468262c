package dev.tapewire.launcher.host;

import static dev.tapewire.launcher.host.ServiceScene.RATE_HZ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.launcher.service.Services;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every service, served by a server that refuses what the real one refuses, while senders are
 * killed, connections cut and the server restarted: all audio gets there, and every word once.
 */
@Timeout(1800)
class ServiceIT {
  private static final int TIMES = 20;
  private static final double SECONDS = Host.full() ? 600 : 30;

  /** These measure or carry; they write no words down. */
  private static final Set<String> WORDLESS = Set.of("hume", "twilio");

  @TempDir Path directory;

  /** {@return all, or those with {@code tapewire.service} in their name} */
  static Stream<String> services() {
    String only = System.getProperty("tapewire.service", "");
    return Services.names().stream().sorted().filter(name -> name.contains(only));
  }

  @ParameterizedTest
  @MethodSource("services")
  void hearsEverySampleAndSaysEveryWordOnce(String name) throws Exception {
    long seed = Long.getLong("tapewire.seed", System.nanoTime());
    try (ServiceScene scene = new ServiceScene(directory, name, TIMES, SECONDS)) {
      Program run = scene.run();
      int faults = scene.disturb(new Random(seed), SECONDS, run);
      scene.awaitEnd(run, Host.PROGRAM_BOUND, "seed " + seed);
      long twice = ServiceScene.covered(scene.heard(), 0, scene.samples(), "seed " + seed);
      double told = ServiceScene.told(run);
      Host.figure(
          this,
          "%s: %d faults, %d links, %.2f of %.0f s heard twice, %.2f told, seed %d",
          name,
          faults,
          scene.server.links().size(),
          (double) twice / RATE_HZ,
          SECONDS,
          told,
          seed);
      assertTrue((double) twice / RATE_HZ <= told + 0.001, "seed " + seed + run);
      if (!WORDLESS.contains(name)) {
        scene.assertWords("seed " + seed);
      }
    }
  }

  @Test
  void beginsOneNewSessionInALittleMoreThanAnHour() throws Exception {
    Host.assumeFull("an hour at 60 times");
    try (ServiceScene scene = new ServiceScene(directory, "openai-realtime", 60, 3960)) {
      Program run = scene.run();
      scene.awaitEnd(run, Duration.ofMinutes(4), "rotation");
      long twice = ServiceScene.covered(scene.heard(), 0, scene.samples(), "rotation");
      int links = scene.server.links().size();
      Host.figure(this, "66 minutes: %d links, %d twice", links, twice);
      assertEquals(2, links, run::toString);
      assertTrue(twice <= 2, "more than a part of a service's sample: " + twice);
      scene.assertWords("rotation");
    }
  }
}
