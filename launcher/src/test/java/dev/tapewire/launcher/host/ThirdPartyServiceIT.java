package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What none of us wrote: a server of OpenAI's protocol, which answers with canned words whatever it
 * is sent, and a recogniser that understands speech, behind our few lines of vosk's protocol.
 */
@Timeout(1800)
class ThirdPartyServiceIT {
  private static final Path SPEECH = Path.of("/usr/share/pocketsphinx/test/data/goforward.raw");
  private static final Path MODEL = Path.of("/usr/share/pocketsphinx/model/en-us/en-us");
  private static final Path HELLO = Path.of("../examples/hello.wav").toAbsolutePath();
  private static final String CANNED = "canned words of a third party";
  private static final String SESSION = "s";

  @TempDir private Path directory;

  private Studio studio;

  @BeforeEach
  void open() {
    studio = new Studio(directory);
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  @Test
  void spokenWordsComeBackAsText() throws Exception {
    Host.assumePython("websockets", "pocketsphinx");
    Host.assume(Files.exists(SPEECH) && Files.exists(MODEL), "needs pocketsphinx; see .ci/run");
    Program server = studio.start("pocketsphinx", Launch.peer("pocketsphinx_server.py"));
    String port = server.await("listening (\\d+)", Host.START_BOUND);

    assertEquals("go forward ten meters", heard(wav(), "vosk=ws://127.0.0.1:" + port));
  }

  @Test
  void aServerOfOpenAisProtocolThatOthersWroteTakesWhatWeSay() throws Exception {
    Host.assumePrograms("node");
    Path program = aimock();
    Host.assume(Files.isExecutable(program), "needs " + program + "; .ci/run installs it");
    Path answers = directory.resolve("answers.json");
    Files.writeString(
        answers,
        "{\"fixtures\":[{\"match\":{\"endpoint\":\"realtime-transcription\"},"
            + "\"response\":{\"transcription\":{\"text\":\""
            + CANNED
            + "\"}}}]}");
    String port = Integer.toString(URI.create(Host.nobody()).getPort());
    Launch aimock = Launch.of(program.toString(), "-p", port, "-f", answers.toString());
    Program server = studio.start("aimock", aimock);
    server.await("listening on", Host.START_BOUND);

    String to = "openai-realtime=ws://127.0.0.1:" + port + "/v1/realtime";
    String text = heard(HELLO, to, "--set", "commit-s=2"); // The same for each commit.
    assertTrue(text.matches("(" + CANNED + " ?)+"), text);
  }

  /** {@return the text of what {@code to} answers to a spoken sentence, all of it confirmed} */
  private String heard(Path source, String to, String... more) throws Exception {
    Launch launch =
        studio.command("run", "--source", source.toString(), "--speed", "4", "--to", to);
    Program run = studio.start("run", launch.and("--session", SESSION).and(more));
    assertEquals(0, run.awaitExit(Host.PROGRAM_BOUND), run.toString());
    assertTrue(run.err().contains("all delivered"), run.toString());
    Program replies = studio.tapewire("replies", SESSION, "--text");
    assertEquals(0, replies.awaitExit(Host.PROGRAM_BOUND), replies.toString());
    return String.join(" ", replies.out().trim().split("\\s+"));
  }

  private Path wav() throws Exception {
    Path file = directory.resolve("speech.wav");
    byte[] pcm = Files.readAllBytes(SPEECH);
    AudioFormat format = new AudioFormat(16_000, 16, 1, true, false);
    try (AudioInputStream stream =
        new AudioInputStream(new ByteArrayInputStream(pcm), format, pcm.length / 2)) {
      AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
    }
    return file;
  }

  /** Where {@code .ci/run} puts it. */
  private static Path aimock() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return base.resolve("tapewire/aimock-1.43.0/node_modules/.bin/llmock");
  }
}
