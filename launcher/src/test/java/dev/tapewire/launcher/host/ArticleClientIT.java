package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The article's client, unchanged, on the virtual sound card, as a plain client of ours. */
class ArticleClientIT {
  private static final Duration RECORDING = Duration.ofSeconds(Host.full() ? 180 : 20);

  /** The port that the article's client has written into it. */
  private static final String LISTEN = "127.0.0.1:8765";

  /** What may be on the way when the client is killed, and unread in the sound server. */
  private static final double TAIL_SECONDS = 1.0;

  @TempDir Path directory;

  @Test
  void streamsIntoTheReceiver() throws Exception {
    Host.assumePython("websockets", "pyaudio");
    try (Studio studio = new Studio(directory);
        VirtualSoundCard card = VirtualSoundCard.open();
        PrivateNetwork network = PrivateNetwork.open(directory)) {
      studio.runUnder(network.prefix().with(card.environment()));
      Program receiver =
          studio.tapewire("receive", "--listen", LISTEN, "--out", studio.received().toString());
      receiver.await("listening (ws://\\S+)", Host.START_BOUND);
      int seconds = (int) RECORDING.toSeconds() + 15;
      Samples played = Samples.voice(2, seconds * VirtualSoundCard.RATE_HZ);
      studio.keep(card.play(played.writeRaw(directory.resolve("played.raw"))));

      Program client = studio.start("client", Launch.peer("article_client.py"));
      client.await("Sent audio data", Host.START_BOUND);
      Patience.pass(RECORDING);
      client.kill();
      Patience.await("the session's file", Host.START_BOUND, () -> complete().size() == 1);
      int code = receiver.stop(Host.PROGRAM_BOUND);

      Samples heard = Samples.ofWav(complete().get(0));
      Coverage coverage = Coverage.of(played, heard);
      Host.figure(
          this,
          "%.2f s stored of %d s streamed, %d pieces, %d samples not of what was played",
          heard.seconds(),
          RECORDING.toSeconds(),
          coverage.pieces(),
          coverage.strange());
      assertEquals(0, code, receiver::toString);
      assertTrue(heard.seconds() > RECORDING.toSeconds() - TAIL_SECONDS, heard::toString);
      assertEquals(1, coverage.pieces(), coverage::toString);
      assertEquals(0, coverage.strange(), coverage::toString);
    }
  }

  private List<Path> complete() throws Exception {
    Path received = directory.resolve("received");
    if (!Files.isDirectory(received)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(received)) {
      return files.filter(file -> file.toString().endsWith(".wav")).toList();
    }
  }
}
