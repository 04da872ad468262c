package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fixture itself: what the article's pair records of what we play, without Tapewire. */
class VirtualSoundCardIT {
  private static final Duration RECORDING = Duration.ofSeconds(2);

  @TempDir Path directory;

  @Test
  void recordsBitByBitWhatIsPlayed() throws Exception {
    Host.assumePython("websockets", "pyaudio");
    try (Studio studio = new Studio(directory);
        VirtualSoundCard card = VirtualSoundCard.open();
        PrivateNetwork network = PrivateNetwork.open(directory)) {
      studio.runUnder(network.prefix().with(card.environment()));
      AppendServer server = studio.appendServer(directory.resolve("heard.raw"), 8765);
      Samples played = Samples.voice(1, 10 * VirtualSoundCard.RATE_HZ);
      studio.keep(card.play(played.writeRaw(directory.resolve("played.raw"))));

      Program client = studio.start("client", Launch.peer("article_client.py"));
      client.await("Sent audio data", Host.START_BOUND);
      Patience.pass(RECORDING);
      client.kill();

      Samples heard = server.heard();
      Coverage coverage = Coverage.of(played, heard);
      Host.figure(this, "%s of what was played, %s", heard, coverage);
      assertTrue(heard.seconds() > RECORDING.toSeconds() - 1, heard::toString);
      assertEquals(1, coverage.pieces());
    }
  }
}
