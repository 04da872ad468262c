package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes killed by {@code kill -9} at random moments while a file is recorded and delivered:
 * what arrives is the file. The seed is printed; {@code -Dtapewire.seed=N} uses it again. {@code
 * -Dtapewire.full=true} plays five minutes and kills each process 20 times.
 */
@Timeout(1800)
class KillIT {
  private static final PcmFormat FORMAT = new PcmFormat(44_100, 1, Encoding.S16LE);
  private static final int SPEED = 10;
  private static final int SECONDS = Host.full() ? 300 : 50;
  private static final int KILLS = Host.full() ? 20 : 3;
  private static final int SUPERVISOR_KILLS = Host.full() ? 5 : 1;
  private static final double WINDOW_SHARE_MIN = 0.8;

  @TempDir private Path directory;

  private final long seed = Long.getLong("tapewire.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private Studio studio;
  private byte[] pcm;
  private Killer killer;

  @BeforeEach
  void open() throws Exception {
    Host.figure(this, "seed %d", seed);
    studio = new Studio(directory);
    pcm = WavFile.write(directory.resolve("speech.wav"), FORMAT, (long) SECONDS * 44_100, seed);
    killer = new Killer(studio, "s", random);
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  @Test
  void theSenderKilled() throws Exception {
    Program run = run();

    killer.kill(List.of("sender"), KILLS, run);

    assertArrived(run);
    Host.figure(
        this,
        "%d of %d sender kills hit a window that was not empty",
        killer.windowHits(),
        killer.kills("sender"));
    if (Host.full()) {
      assertTrue(killer.windowHits() >= WINDOW_SHARE_MIN * killer.kills("sender"));
    }
  }

  @Test
  void theReceiverKilled() throws Exception {
    Program run = run();

    killer.kill(List.of("receiver"), KILLS, run);

    assertArrived(run);
  }

  @Test
  void captureKilled() throws Exception {
    Program run = run();

    killer.kill(List.of("capture"), KILLS, run);

    assertArrived(run);
  }

  @Test
  void theSupervisorKilled() throws Exception {
    Program run = run();
    for (int i = 0; i < SUPERVISOR_KILLS; i++) {
      studio.awaitRecording("s", run);
      killer.pause();
      run.kill();
      killer.awaitChildrenGone();
      assertEquals("interrupted", studio.session("s").get("state").getAsString());
      run = run();
    }

    assertArrived(run);
  }

  @Test
  void allMixed() throws Exception {
    Program run = run();
    for (int i = 0; i < SUPERVISOR_KILLS; i++) {
      killer.kill(List.of("capture", "sender", "receiver"), KILLS / SUPERVISOR_KILLS, run);
      run.kill();
      killer.awaitChildrenGone();
      run = run();
    }

    assertArrived(run);
  }

  private Program run() throws Exception {
    return studio.tapewire(
        "run",
        "--source",
        directory.resolve("speech.wav").toString(),
        "--speed",
        Integer.toString(SPEED),
        "--session",
        "s",
        "--received",
        studio.received().toString());
  }

  private void assertArrived(Program run) throws Exception {
    assertEquals(0, run.awaitExit(Host.PROGRAM_BOUND.multipliedBy(3)), run.toString());
    assertArrayEquals(pcm, WavFile.data(studio.received().resolve("s.wav")));
    var received =
        JsonParser.parseString(Files.readString(studio.received().resolve("s.json")))
            .getAsJsonObject();
    assertTrue(received.get("complete").getAsBoolean());
    assertEquals(0, received.get("lost_samples").getAsLong());
    assertTrue(studio.verify("s").get("fault").isJsonNull());
    killer.tell(this);
  }
}
