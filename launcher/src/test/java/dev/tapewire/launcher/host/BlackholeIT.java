package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A live stream whose packets are dropped, not refused, for a while in mid-stream: for 30 s with
 * {@code -Dtapewire.full=true}.
 */
class BlackholeIT {
  private static final String SESSION = "s";

  /** What {@link Samples#find} looks for. */
  private static final int TOLD_BY_SAMPLES = 8;

  private static final Duration DEAD = Duration.ofSeconds(Host.full() ? 30 : 12);
  private static final Duration BEFORE = Duration.ofSeconds(3);

  /** What is promised is 15 s and 5 s; a machine that is shared may make more of it. */
  private static final double NOTICED_S_MAX = Host.full() ? 20 : 60;

  private static final double DELIVERED_S_MAX = Host.full() ? 15 : 60;

  @TempDir Path directory;

  @Test
  void isNoticedAndMadeUpForByOurReceiver() throws Exception {
    try (PrivateNetwork network = PrivateNetwork.open(directory);
        Studio studio = new Studio(directory)) {
      studio.runUnder(network.prefix());
      Path session = studio.tapes().resolve(SESSION);
      Arrival arrival = recorded -> LiveFigures.confirmed(session) >= recorded;
      check(studio, network, arrival, "--received", studio.received().toString());
      assertEquals(studio.export(SESSION), Samples.ofWav(studio.received().resolve("s.wav")));
    }
  }

  @Test
  void isNoticedAndMadeUpForByAPlainServer() throws Exception {
    Host.assumeFull("a plain server behind a dead network");
    Host.assumePython("websockets");
    try (PrivateNetwork network = PrivateNetwork.open(directory);
        Studio studio = new Studio(directory)) {
      studio.runUnder(network.prefix());
      AppendServer server = studio.appendServer(directory.resolve("heard.raw"), 0);
      Arrival arrival =
          recorded -> {
            Samples made = Samples.ofRaw(Files.readAllBytes(directory.resolve("made.raw")));
            return server.heard().find(made, Math.toIntExact(recorded) - TOLD_BY_SAMPLES) >= 0;
          };
      check(studio, network, arrival, "--to", "raw=" + server.uri());
      assertEquals(0, Coverage.of(studio.export(SESSION), server.heard()).missing());
    }
  }

  private void check(Studio studio, PrivateNetwork network, Arrival arrival, String... to)
      throws Exception {
    Host.assumePython();
    Path made = directory.resolve("made.raw");
    String source = Launch.patientNoise(made);
    Launch launch = studio.command("run", "--source", source, "--session", SESSION).and(to);
    Program run = studio.start("run", launch);
    Path session = studio.tapes().resolve(SESSION);
    studio.awaitRecording(SESSION, run);
    Patience.await("audio", Host.START_BOUND, () -> LiveFigures.confirmed(session) > 0);
    Patience.pass(BEFORE);

    network.drop();
    long deadNs = System.nanoTime();
    run.await("trying again", Host.PROGRAM_BOUND);
    double noticed = secondsSince(deadNs);
    Patience.pass(DEAD.minusNanos(System.nanoTime() - deadNs));
    network.restore();
    long restoredNs = System.nanoTime();
    long recorded = studio.samples(SESSION);
    Patience.await("all that was recorded", Host.PROGRAM_BOUND, () -> arrival.hasCome(recorded));
    double delivered = secondsSince(restoredNs);
    int code = run.stop(Host.PROGRAM_BOUND);

    Host.figure(
        this,
        "%s, network dead for %d s: noticed after %.1f s, all delivered %.1f s after its end",
        to[to.length - 1],
        DEAD.toSeconds(),
        noticed,
        delivered);
    assertEquals(0, code, run::toString);
    assertEquals(0, studio.session(SESSION).get("lost_samples").getAsLong());
    assertTrue(noticed < NOTICED_S_MAX, run::toString);
    assertTrue(delivered < DELIVERED_S_MAX, run::toString);
  }

  private static double secondsSince(long ns) {
    return (System.nanoTime() - ns) / 1e9;
  }

  /** Tells what the far side has. */
  private interface Arrival {
    /** {@return whether all samples below {@code recorded} are there} */
    boolean hasCome(long recorded) throws Exception;
  }
}
