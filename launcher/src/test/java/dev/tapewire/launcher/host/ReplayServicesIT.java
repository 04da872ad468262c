package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.launcher.service.ServiceServer;
import dev.tapewire.launcher.service.Services;
import dev.tapewire.launcher.service.ToneWords;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recording goes to services later, and their answers stand side by side. */
@Timeout(1800)
class ReplayServicesIT {
  private static final int TIMES = 20;
  private static final int RATE_HZ = 44_100;
  private static final String SESSION = "talk";

  @TempDir private Path directory;

  private final ToneWords words = ToneWords.of(1, 15, RATE_HZ);
  private Studio studio;

  @BeforeEach
  void record() throws Exception {
    studio = new Studio(directory);
    Path source = directory.resolve("words.wav");
    words.write(source);
    String[] capture = {"--source", source.toString(), "--speed", "max", "--session", SESSION};
    done(studio.command("capture", capture));
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  @Test
  void twoServicesAreComparedOnTheSameRecording() throws Exception {
    try (ServiceServer vosk = Services.start("vosk", TIMES);
        ServiceServer deepgram = Services.start("deepgram", TIMES)) {
      replay("vosk", vosk, "max");
      replay("deepgram", deepgram, Integer.toString(TIMES));
      assertEquals(words.text(), text("vosk"));
      assertEquals(words.text(), text("deepgram (replay)"));
      assertEquals(0, studio.session(SESSION).getAsJsonArray("destinations").size());

      String voskTo = "vosk=" + vosk.uri();
      done(studio.command("send", "--session", SESSION, "--to", voskTo));
      replay("vosk", vosk, "max", "--until", "2");
      assertEquals(words.text(), text("vosk"), "the delivery's own answers");
      String begin = text("vosk (replay)");
      assertTrue(words.text().startsWith(begin) && begin.length() < 40, "begun anew: " + begin);
      assertEquals(3, vosk.links().size());
      assertEquals(List.of(), vosk.violations());
      assertEquals(List.of(), deepgram.violations());
    }
  }

  private void replay(String name, ServiceServer server, String speed, String... more)
      throws Exception {
    done(
        studio
            .command("replay", SESSION, "--speed", speed, "--to", name + "=" + server.uri())
            .and("--set", "pace=" + (name.equals("vosk") ? 0 : TIMES))
            .and(more)
            .with(Map.of("DEEPGRAM_API_KEY", server.key())));
  }

  private String text(String to) throws Exception {
    String text = done(studio.command("replies", SESSION, "--to", to, "--text"));
    return String.join(" ", text.trim().split("\\s+"));
  }

  private String done(Launch launch) throws Exception {
    Program program = studio.start("program" + System.nanoTime(), launch);
    assertEquals(0, program.awaitExit(Host.PROGRAM_BOUND), program.toString());
    return program.out();
  }
}
