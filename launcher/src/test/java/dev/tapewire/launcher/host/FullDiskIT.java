package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Capture fills a file system of 64 MB. */
class FullDiskIT {
  private static final String SESSION = "full";
  private static final long DISK_BYTES = 64L << 20;
  private static final Duration FILLED = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void stopsWithAGapAndGoesOnByItselfWhenThereIsSpace() throws Exception {
    try (LoopDisk disk = LoopDisk.open(directory, DISK_BYTES);
        Studio studio = new Studio(directory, disk.path().resolve("tapes"))) {
      Path ballast = Files.write(disk.path().resolve("ballast"), new byte[24 << 20]);
      Program run = record(studio, "stop");
      long capture = studio.awaitPid("capture", 0, Host.START_BOUND);
      run.await("low disk space", FILLED);
      run.await("can't write the tape.*disk full", FILLED);
      Patience.pass(Duration.ofSeconds(2));
      String status =
          Launch.tapewire("status", "--tapes", studio.tapes().toString()).run(directory, "status");

      Files.delete(ballast);
      run.await("the tape takes records again", FILLED);
      int code = run.stop(Host.PROGRAM_BOUND);

      JsonObject verified = studio.verify(SESSION);
      long[] full = gap(verified.getAsJsonArray("gaps"));
      Host.figure(this, "stop: %d gaps, %d samples, exit %d", full[0], full[1], code);
      assertTrue(status.contains("the disk is full"), status);
      assertEquals(0, code, run::toString);
      assertTrue(verified.get("fault").isJsonNull(), verified::toString);
      assertEquals(1, full[0], verified::toString);
      assertTrue(run.err().contains("disk-full"), run::toString);
      assertEquals(List.of(), restarted(run), "nobody died; capture was " + capture);
      assertDelivered(studio);
    }
  }

  @Test
  void goesOnWithoutAGapWhereDeliveredAudioMayGo() throws Exception {
    try (LoopDisk disk = LoopDisk.open(directory, DISK_BYTES);
        Studio studio = new Studio(directory, disk.path().resolve("tapes"))) {
      Program run = record(studio, "drop-oldest-delivered");
      run.await("dropped 1 tape file of delivered audio(?s:.*)dropped 1 tape file", FILLED);
      int code = run.stop(Host.PROGRAM_BOUND);

      JsonObject verified = studio.verify(SESSION);
      Host.figure(this, "drop: %s, exit %d", verified, code);
      assertEquals(0, code, run::toString);
      assertTrue(verified.get("fault").isJsonNull(), verified::toString);
      assertEquals(0, verified.getAsJsonArray("gaps").size(), verified::toString);
      assertTrue(verified.get("dropped_samples").getAsLong() > 0, verified::toString);
      assertEquals(List.of(), restarted(run));
      assertDelivered(studio);
    }
  }

  @Test
  void waitsForAReceiverWhoseDiskIsFullAndThenDeliversItAll() throws Exception {
    try (LoopDisk disk = LoopDisk.open(directory, DISK_BYTES);
        Studio studio = new Studio(directory)) {
      Path ballast = Files.write(disk.path().resolve("ballast"), new byte[36 << 20]);
      Path source = directory.resolve("noise.wav");
      PcmFormat format = new PcmFormat(48_000, 2, Encoding.S16LE);
      final byte[] pcm = WavFile.write(source, format, (30L << 20) / format.blockBytes(), 1);
      Path received = disk.path().resolve("received");
      Program run =
          studio.tapewire(
              "run",
              "--source=" + source,
              "--speed=max",
              "--session=" + SESSION,
              "--received=" + received);
      run.await("4500", FILLED);
      Patience.pass(Duration.ofSeconds(3)); // The sender tries again meanwhile.
      assertTrue(run.alive(), run::toString);

      Files.delete(ballast);
      int code = run.awaitExit(FILLED);

      long told = run.err().lines().filter(line -> line.contains("4500")).count();
      Host.figure(this, "receiver: 4500 told %d times, exit %d", told, code);
      assertEquals(0, code, run::toString);
      assertEquals(1, told, run::toString);
      assertEquals(List.of(), restarted(run));
      assertArrayEquals(pcm, WavFile.data(received.resolve(SESSION + ".wav")));
    }
  }

  /** Six MB each second, so that the disk is full soon. */
  private static Program record(Studio studio, String whenFull) throws Exception {
    Launch launch =
        studio
            .command("run", "--source", "tone", "--rate", "192000", "--channels", "8")
            .and("--encoding", "s32le", "--session", SESSION, "--ring-seconds", "1")
            .and("--when-full", whenFull, "--received", studio.received().toString());
    return studio.start("run", launch);
  }

  /** What is on the tape is the end of what was received, and the digests agree. */
  private void assertDelivered(Studio studio) throws Exception {
    JsonObject received =
        JsonParser.parseString(Files.readString(studio.received().resolve(SESSION + ".json")))
            .getAsJsonObject();
    Path exported = directory.resolve("exported.wav");
    Launch.tapewire("export", SESSION, exported.toString(), "--tapes", studio.tapes().toString())
        .run(directory, "export");
    byte[] tape = WavFile.data(exported);
    byte[] all = WavFile.data(studio.received().resolve(SESSION + ".wav"));
    assertTrue(received.get("complete").getAsBoolean(), received::toString);
    assertArrayEquals(tape, Arrays.copyOfRange(all, all.length - tape.length, all.length));
    assertEquals(
        studio.session(SESSION).get("samples").getAsLong(), received.get("samples").getAsLong());
  }

  private static List<String> restarted(Program run) {
    return run.err().lines().filter(line -> line.contains("restart")).toList();
  }

  /** {@return how many gaps the full disk made, and their samples} */
  private static long[] gap(JsonArray gaps) {
    long[] found = new long[2];
    for (var each : gaps) {
      if (each.getAsJsonObject().get("reason").getAsString().equals("disk-full")) {
        found[0]++;
        found[1] += each.getAsJsonObject().get("samples").getAsLong();
      }
    }
    return found;
  }
}
