package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sealed tape through every process: what arrives and what is exported is the source, killed
 * processes or not, and nobody without the key gets at it.
 */
@Timeout(1800)
class SealIT {
  private static final PcmFormat FORMAT = new PcmFormat(44_100, 1, Encoding.S16LE);
  private static final int SECONDS = Host.full() ? 300 : 30;
  private static final int KILLS = Host.full() ? 10 : 1;
  private static final int PATTERN_BYTES = 16;

  @TempDir private Path directory;

  private final long seed = Long.getLong("tapewire.seed", System.nanoTime());

  @Test
  void theAudioArrivesAndTheTapeShowsNoneOfIt() throws Exception {
    Host.figure(this, "seed %d", seed);
    byte[] pcm = WavFile.write(directory.resolve("speech.wav"), FORMAT, SECONDS * 44_100L, seed);
    Path key = key("key", "1f");
    try (Studio studio = new Studio(directory)) {
      Program run = run(studio, key);
      Killer killer = new Killer(studio, "s", new Random(seed));
      killer.kill(List.of("capture", "sender"), KILLS, run);
      assertEquals(0, run.awaitExit(Host.PROGRAM_BOUND), run.toString());

      assertArrayEquals(pcm, WavFile.data(studio.received().resolve("s.wav")));
      assertShowsNothing(studio.tapes().resolve("s"), pcm);
      assertTrue(studio.verify("s").get("fault").isJsonNull());
      assertTrue(studio.verify("s").get("sealed").getAsBoolean());
      assertExports(studio, key, pcm);
    }
  }

  private void assertExports(Studio studio, Path key, byte[] pcm) throws Exception {
    String out = directory.resolve("out.wav").toString();
    String option = "--encrypt-key-file";
    Program with = studio.tapewire("export", "s", out, option, key.toString());
    assertEquals(0, with.awaitExit(Host.PROGRAM_BOUND), with.toString());
    assertArrayEquals(pcm, WavFile.data(Path.of(out)));

    Program without = studio.tapewire("export", "s", "-");
    assertEquals(1, without.awaitExit(Host.PROGRAM_BOUND));
    assertTrue(without.err().contains("is sealed; give its key with"), without.err());
    Program wrong = run(studio, key("other", "2e"));
    assertEquals(1, wrong.awaitExit(Host.PROGRAM_BOUND));
    assertTrue(wrong.err().contains("sealed with another key"), wrong.err());
  }

  private Program run(Studio studio, Path key) throws Exception {
    return studio.tapewire(
        "run",
        "--source",
        directory.resolve("speech.wav").toString(),
        "--speed",
        "10",
        "--session",
        "s",
        "--received",
        studio.received().toString(),
        "--encrypt-key-file",
        key.toString());
  }

  private Path key(String name, String digits) throws Exception {
    Path file = directory.resolve(name);
    Files.writeString(file, digits.repeat(32) + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static void assertShowsNothing(Path session, byte[] pcm) throws Exception {
    List<Path> files;
    try (Stream<Path> list = Files.list(session)) {
      files = list.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      for (int at = 0; at < pcm.length; at += pcm.length / 10) {
        String pattern = new String(pcm, at, PATTERN_BYTES, StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(pattern), file + " holds the audio of byte " + at);
      }
    }
  }
}
