package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The article's server as the destination of a file. */
class ArticleServerIT {
  private static final int SECONDS = 20;

  @TempDir Path directory;

  @Test
  void receivesExactlyThePcmBytesOfTheFile() throws Exception {
    Host.assumePython("websockets");
    try (Studio studio = new Studio(directory)) {
      AppendServer server = studio.appendServer(directory.resolve("heard.raw"), 0);
      Samples samples = Samples.voice(1, SECONDS * VirtualSoundCard.RATE_HZ);
      Path file = samples.writeWav(directory.resolve("speech.wav"));
      long startedNs = System.nanoTime();

      Program run =
          studio.tapewire(
              "run", "--source", file.toString(), "--speed", "max", "--to", server.uri());
      int code = run.awaitExit(Host.PROGRAM_BOUND);

      Host.figure(
          this,
          "%d bytes of %d arrived, exit %d after %.1f s",
          server.bytes(),
          samples.raw().length,
          code,
          (System.nanoTime() - startedNs) / 1e9);
      assertEquals(0, code, run::toString);
      assertArrayEquals(samples.raw(), Files.readAllBytes(server.file()));
    }
  }
}
