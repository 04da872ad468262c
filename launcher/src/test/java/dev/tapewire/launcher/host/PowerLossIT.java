package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power is cut at random moments while noise is recorded with {@code --durability os} and
 * delivered: capture, sender and receiver run on a disk that loses what was not synced. The seed is
 * printed; {@code -Dtapewire.seed=N} uses it again.
 */
@Timeout(1800)
class PowerLossIT {
  private static final String SESSION = "power";
  private static final int CUTS = Host.full() ? 50 : 2;
  private static final int RECORDED_MS_MAX = 1_500;
  private static final double MS = 1e6;
  private static final Path NOWHERE = Path.of("/dev/null");

  @TempDir private Path directory;

  private final long seed = Long.getLong("tapewire.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private double ageMsMax;
  private double lostMsMax;
  private int ahead;

  @Test
  void losesNoMoreThanWasPromisedAndDeliversTheRest() throws Exception {
    Host.assumePython();
    Host.figure(this, "seed %d", seed);
    try (LoopDisk disk = LoopDisk.open(directory);
        Studio studio = new Studio(directory, disk.path().resolve("tapes"))) {
      for (int cut = 0; cut < CUTS; cut++) {
        cutPower(studio, disk, cut);
      }
      Program last = record(studio, disk);
      studio.awaitRecording(SESSION, last);
      Patience.pass(Duration.ofMillis(RECORDED_MS_MAX));
      int code = last.stop(Host.PROGRAM_BOUND);

      Samples taped = studio.export(SESSION);
      Host.figure(
          this,
          "%d power cuts: %.0f ms lost at most (promised 1000), oldest unsynced %.0f ms,"
              + " receiver ahead of the tape %d times; %.1f s on the tape, exit %d",
          CUTS,
          lostMsMax,
          ageMsMax,
          ahead,
          taped.seconds(),
          code);
      assertEquals(0, code, last::toString);
      assertTrue(studio.verify(SESSION).get("fault").isJsonNull(), last::toString);
      assertEquals(taped, Samples.ofWav(wav(disk)), last::toString);
    }
  }

  private void cutPower(Studio studio, LoopDisk disk, int cut) throws Exception {
    String what = "cut " + cut + ", seed " + seed;
    Program run = record(studio, disk);
    studio.awaitRecording(SESSION, run);
    Watch watch = new Watch(studio.tapes().resolve(SESSION));
    if (cut == 0 || random.nextInt(3) > 0) { // Else perhaps while it begins.
      watch.awaitSync(run);
    }
    watch.watch(Duration.ofMillis(random.nextInt(RECORDED_MS_MAX)));
    // What is promised is read before what it is of.
    long confirmed = watch.confirmed();
    long synced = watch.syncedSamples();
    List<byte[]> taped = TapeRecords.below(studio.tapes().resolve(SESSION), synced);
    Samples received = audio(disk, confirmed);
    watch.watch(Duration.ofMillis(random.nextInt(RECORDED_MS_MAX / 2)));
    ageMsMax = Math.max(ageMsMax, watch.ageNs() / MS);
    List<ProcessHandle> processes =
        ProcessHandle.of(run.pid()).orElseThrow().descendants().toList();
    final long recorded = watch.samples();
    disk.cutPower();
    run.kill();
    for (ProcessHandle process : processes) {
      process.destroyForcibly();
      process.onExit().join();
    }
    disk.powerOn();

    List<byte[]> kept = TapeRecords.below(studio.tapes().resolve(SESSION), synced);
    assertTrue(TapeRecords.same(taped, kept), what + ": of " + taped.size() + " synced records");
    Samples stored = audio(disk, confirmed);
    assertTrue(stored.count() >= confirmed, what + ": " + stored.count() + " of " + confirmed);
    assertTrue(stored.startsWith(received, (int) confirmed), what + ": other audio is stored");
    long left = TapeRecords.samples(studio.tapes().resolve(SESSION));
    lostMsMax = Math.max(lostMsMax, (recorded - left) * 1000.0 / VirtualSoundCard.RATE_HZ);
    ahead += stored.count() > left ? 1 : 0;
  }

  private static Program record(Studio studio, LoopDisk disk) throws IOException {
    return studio.tapewire(
        "run",
        "--source",
        Launch.patientNoise(NOWHERE),
        "--session",
        SESSION,
        "--durability",
        "os",
        "--received",
        disk.path().resolve("received").toString());
  }

  /** {@return what is stored; nothing need be if nothing was confirmed} */
  private static Samples audio(LoopDisk disk, long confirmed) throws IOException {
    return confirmed == 0 ? new Samples(new short[0]) : Samples.ofWav(wav(disk));
  }

  private static Path wav(LoopDisk disk) {
    return disk.path().resolve("received").resolve(SESSION + ".wav");
  }
}
