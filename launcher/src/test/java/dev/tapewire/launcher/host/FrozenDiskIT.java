package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that stops answering in mid-recording. */
class FrozenDiskIT {
  private static final String SESSION = "frozen";
  private static final Duration FROZEN = Duration.ofSeconds(8);
  private static final Duration AROUND = Duration.ofSeconds(2);

  @TempDir Path directory;

  /** The source drops what nobody takes for 0.7 s, so a reader that waits for the disk is seen. */
  @Test
  void losesNoSampleWhileTheDiskIsFrozen() throws Exception {
    Host.assumePython();
    try (LoopDisk disk = LoopDisk.open(directory);
        Studio studio = new Studio(directory, disk.path().resolve("tapes"))) {
      Path made = directory.resolve("made.raw");
      Launch launch =
          studio
              .command("run", "--source", Launch.liveNoise(made), "--session", SESSION)
              .and("--received", studio.received().toString());
      Program run = studio.start("run", launch);
      studio.awaitRecording(SESSION, run);
      Patience.pass(AROUND);

      disk.freeze();
      Patience.pass(FROZEN);
      disk.thaw();
      Patience.pass(AROUND);
      int code = run.stop(Host.PROGRAM_BOUND);

      JsonObject verified = studio.verify(SESSION);
      Samples taped = studio.export(SESSION);
      int startUp = startUp(taped, made);
      Coverage coverage = Coverage.of(Samples.ofRaw(Files.readAllBytes(made)).from(startUp), taped);
      Host.figure(
          this,
          "disk frozen for %d s: %.2f s on the tape, %d gaps, %d missing, exit %d",
          FROZEN.toSeconds(),
          taped.seconds(),
          verified.getAsJsonArray("gaps").size(),
          coverage.missing(0, coverage.end()),
          code);
      assertEquals(0, code, run::toString);
      assertEquals(0, verified.getAsJsonArray("gaps").size(), verified::toString);
      assertTrue(verified.get("fault").isJsonNull(), verified::toString);
      assertEquals(0, coverage.missing(0, coverage.end()), coverage::toString);
      assertTrue(taped.seconds() > FROZEN.plus(AROUND).toSeconds(), taped::toString);
      assertEquals(taped, Samples.ofWav(studio.received().resolve(SESSION + ".wav")));
    }
  }

  /** {@return where the recording, its first second left out, begins in what was made} */
  private static int startUp(Samples taped, Path made) throws Exception {
    // What was made before capture ran and did not fit into the pipe was nobody's to take.
    Coverage coverage =
        Coverage.of(Samples.ofRaw(Files.readAllBytes(made)), taped.from(VirtualSoundCard.RATE_HZ));
    return coverage.first();
  }
}
