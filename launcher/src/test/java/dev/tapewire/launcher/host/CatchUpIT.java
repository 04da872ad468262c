package dev.tapewire.launcher.host;

import static dev.tapewire.launcher.host.ServiceScene.RATE_HZ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.launcher.host.ServiceScene.Heard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sender does about the backlog of an outage is what it was told to. */
@Timeout(1800)
class CatchUpIT {
  /** It takes audio no faster than 1.25 times real time: a backlog stays for a while. */
  private static final String SERVICE = "deepgram";

  private static final int TIMES = 20;
  private static final double OUTAGE_S = Host.full() ? 600 : 50;

  /** Audio before and behind the outage: it is still recorded when the next link opens. */
  private static final double AROUND_S = Host.full() ? 160 : 120;

  /** A session's last piece is filled with silence up to the 20 ms that the service wants. */
  private static final int LAST_PIECE = RATE_HZ / 50 + 7;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"all", "live-first", "latest:30s"})
  void goesOnBehindAnOutageAsItIsTold(String catchUp) throws Exception {
    outage(catchUp, TIMES, OUTAGE_S, AROUND_S);
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "live-first", "latest:5s"})
  void inRealTimeToo(String catchUp) throws Exception {
    Host.assumeFull("a minute and a half in real time");
    outage(catchUp, 1, 30, 60);
  }

  @Test
  void losesNothingWhereTheNewestGoesFirstAndSendersAreKilled() throws Exception {
    long seed = Long.getLong("tapewire.seed", System.nanoTime());
    double seconds = Host.full() ? 600 : 30;
    try (ServiceScene scene = new ServiceScene(directory, SERVICE, TIMES, seconds)) {
      Program run = scene.run("--catch-up", "live-first");
      int faults = scene.disturb(new Random(seed), seconds, run);
      scene.awaitEnd(run, Host.PROGRAM_BOUND, "seed " + seed);
      long twice = ServiceScene.covered(scene.heard(), 0, scene.samples(), "seed " + seed);
      int links = scene.server.links().size();
      double twiceS = seconds(twice);
      String figures = "live-first: %d faults, %d links, %.2f s heard twice, %.2f told, seed %d";
      Host.figure(this, figures, faults, links, twiceS, ServiceScene.told(run), seed);
      assertTrue(twiceS <= ServiceScene.told(run) + 0.001, "seed " + seed + run);
      scene.assertWords("seed " + seed);
    }
  }

  private void outage(String catchUp, int times, double outageS, double aroundS) throws Exception {
    double seconds = outageS + aroundS;
    try (ServiceScene scene = new ServiceScene(directory, SERVICE, times, seconds)) {
      Program run = scene.run("--catch-up", catchUp);
      Patience.await("audio", Host.START_BOUND, scene::hasHeard);
      Patience.pass(Duration.ofMillis((long) (aroundS / 8 / times * 1000)));
      long fromNs = System.nanoTime();
      scene.server.stop();
      Patience.pass(Duration.ofMillis((long) (outageS / times * 1000)));
      scene.server.restart();
      long untilNs = System.nanoTime();
      scene.awaitEnd(run, Duration.ofMinutes(3), catchUp);
      check(catchUp, scene, new Outage(fromNs, untilNs, outageS), run);
      CaptionDelay delay = CaptionDelay.of(scene);
      Host.figure(
          this,
          "%s at %d times, an outage of %.1f s; caption delay before: %s; during: %s; after: %s; "
              + "%s",
          catchUp,
          times,
          (untilNs - fromNs) / 1e9,
          delay.of(ns -> ns < fromNs),
          delay.of(ns -> ns >= fromNs && ns < untilNs),
          delay.of(ns -> ns >= untilNs),
          delay.back(untilNs));
    }
  }

  /** When the service was not there, monotonic ns, and how much audio that was. */
  private record Outage(long fromNs, long untilNs, double seconds) {}

  private void check(String catchUp, ServiceScene scene, Outage outage, Program run)
      throws Exception {
    List<Heard> heard = scene.heard();
    long before =
        heard.stream()
            .filter(h -> h.sinceNs() < outage.fromNs())
            .mapToLong(Heard::until)
            .max()
            .orElseThrow();
    List<Heard> behind = heard.stream().filter(h -> h.sinceNs() >= outage.fromNs()).toList();
    // The live one: at 20 times the first link may have left a gap, too, that another goes on with.
    long edge = behind.stream().mapToLong(Heard::from).max().orElseThrow();
    double ahead = seconds(edge - before);
    Host.figure(this, "%s: behind the outage it goes on %.1f s on", catchUp, ahead);
    if (catchUp.startsWith("latest:")) {
      double keptS = Double.parseDouble(catchUp.replaceAll("[^0-9]", ""));
      assertTrue(ahead > outage.seconds() - keptS - 15, run::toString);
      assertEquals(0, ServiceScene.covered(behind, edge, scene.samples(), catchUp));
      assertTrue(run.err().contains("skipped samples "), run::toString);
      return;
    }
    ServiceScene.covered(heard, 0, scene.samples(), catchUp);
    scene.assertWords(catchUp);
    if (catchUp.equals("all")) {
      assertTrue(ahead <= 0, run::toString);
      assertEquals(1, behind.size(), run::toString);
    } else {
      assertTrue(ahead > outage.seconds() - 5, run::toString);
      assertTrue(
          behind.stream().map(Heard::until).anyMatch(u -> u > edge - 7 && u < edge + LAST_PIECE),
          () -> edge + " is no end of " + behind + run);
    }
  }

  private static double seconds(long samples) {
    return (double) samples / RATE_HZ;
  }
}
