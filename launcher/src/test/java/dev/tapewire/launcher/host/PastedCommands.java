package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.launcher.service.ServiceServer;
import dev.tapewire.launcher.service.Services;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pastes commands that a page or a help shows into a shell, in a directory that has all they name.
 * What they need of the world has a stand-in: a tone is the microphone, one receiver of ours every
 * other machine, our servers the speech services; so what a real service, sound card or network
 * would answer is not tried here. Confined to the test's thread.
 */
@Timeout(3600)
abstract class PastedCommands {
  /** Sixty programs one after another, on a machine that does much else. */
  private static final Duration BOUND = Duration.ofMinutes(10);

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path directory;

  final Map<String, String> world = new HashMap<>();
  final Set<String> left = new LinkedHashSet<>();
  Studio studio;

  @BeforeEach
  void furnish() throws Exception {
    Host.assume(
        Boolean.getBoolean("tapewire.examples"),
        "pasted commands run with -Dtapewire.examples=true only; .ci/run does that");
    Host.assumePrograms("openssl", "python3");
    studio = new Studio(directory, directory.resolve("home/tapes"));
    Path bin = Files.createDirectories(directory.resolve("bin"));
    program(bin.resolve("tapewire"), Files.readString(Host.resource("/peers/tapewire_standin.sh")));
    Files.createSymbolicLink(directory.resolve("tapewire"), bin.resolve("tapewire"));
    Path examples = Files.createDirectories(directory.resolve("examples"));
    Files.copy(ROOT.resolve("examples/hello.wav"), examples.resolve("hello.wav"));
    program(bin.resolve("arecord"), "#!/bin/sh\nexec cat examples/hello.wav\n");
    program(bin.resolve("ffmpeg"), "#!/bin/sh\nexec head -c 88200 /dev/zero\n");
    program(bin.resolve("play"), "#!/bin/sh\nexec cat >played\n");
    Files.copy(ROOT.resolve("examples/hello.wav"), directory.resolve("speech.wav"));
    world.put("PATH", bin + ":" + System.getenv("PATH"));
    world.put("REAL", System.getProperty("tapewire.script"));
    world.put("TAPEWIRE_LIB", System.getProperty("tapewire.lib"));
    world.put("TAPEWIRE_HOME", directory.resolve("home").toString());
    for (String key : List.of("KEY", "A_KEY", "AUDIO_KEY")) {
      world.put(key, "of-nobody");
    }
    startTheFarSide();
    ends("openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=x");
    ends("(umask 077; echo of-nobody > key.txt)");
  }

  private void startTheFarSide() throws Exception {
    ServiceServer deepgram = studio.keep(Services.start("deepgram", 20));
    ServiceServer evi = studio.keep(Services.start("hume-evi", 20));
    ServiceServer vosk = studio.keep(Services.start("vosk", 20));
    world.put("DEEPGRAM", deepgram.uri().toString());
    world.put("VOSK", vosk.uri().toString());
    world.put("HUME_EVI", evi.uri().toString());
    world.put("DEEPGRAM_API_KEY", deepgram.key());
    world.put("HUME_API_KEY", evi.key());
    Program receiver =
        studio.start(
            "far",
            Launch.tapewire(
                "receive",
                "--listen",
                "127.0.0.1:0",
                "--out",
                directory.resolve("far").toString(),
                "--tapes",
                directory.resolve("far").toString()));
    world.put("RECEIVER", receiver.await("listening (ws://\\S+)", BOUND));
  }

  @AfterEach
  void close() throws Exception {
    if (studio != null) {
      studio.close();
    }
  }

  String starting(String beginning) {
    List<String> found = left.stream().filter(each -> each.startsWith(beginning)).toList();
    assertEquals(1, found.size(), beginning + " of " + left);
    return found.get(0);
  }

  Program start(String command) throws Exception {
    left.remove(command);
    String pasted = command.replaceFirst("^DEEPGRAM_API_KEY=\\S+ ", "");
    return studio.start("x" + left.size() + "-" + System.nanoTime(), shell(pasted));
  }

  private Launch shell(String command) {
    // The last command of a line becomes the shell's process, so that a signal reaches it.
    int last = command.startsWith("(") ? command.indexOf("); ") + 2 : 0;
    boolean plain = !command.contains("|") && (last != 1);
    String line = plain ? command.substring(0, last) + " exec " + command.substring(last) : command;
    return Launch.of("sh", "-c", "cd '" + directory + "' && " + line).with(world);
  }

  void ends(String command) throws Exception {
    shows(command, "");
  }

  String shows(String command, String pattern) throws Exception {
    Program program = start(command);
    assertEquals(0, program.awaitExit(BOUND), command + "\n" + program);
    assertTrue(
        (program.out() + program.err()).matches("(?s).*(" + pattern + ").*"),
        command + "\n" + program);
    return program.out();
  }

  /** It records until it is told to stop. */
  void lives(String command) throws Exception {
    Set<String> before = recorded();
    Program program = start(command);
    Patience.await(
        "a recording by " + command + "\n" + program,
        BOUND,
        () -> {
          assertTrue(program.alive(), command + "\n" + program);
          Set<String> now = recorded();
          now.removeAll(before);
          return !now.isEmpty();
        });
    stops(program);
  }

  boolean starts(String command, String pattern) throws Exception {
    Program program = start(command);
    Path entered = studio.tapes().resolve(".tapewire").resolve(program.pid() + ".json");
    if (pattern.isEmpty()) {
      Patience.await("" + program, BOUND, () -> Files.exists(entered));
    }
    String found = program.await("(?s)" + pattern, BOUND);
    program.signal("TERM");
    assertEquals(0, program.awaitExit(BOUND), command + "\n" + program);
    return found != null;
  }

  /** By TERM, which does what Ctrl-C does; a build in the background has that ignored. */
  void stops(Program program) throws Exception {
    program.signal("TERM");
    assertEquals(0, program.awaitExit(BOUND), program::toString);
  }

  /** {@return the sessions that have frames} */
  Set<String> recorded() throws Exception {
    Set<String> ids = new LinkedHashSet<>();
    if (Files.isDirectory(studio.tapes())) {
      try (var sessions = Files.newDirectoryStream(studio.tapes())) {
        for (Path session : sessions) {
          Path counters = session.resolve("capture.counters");
          if (Files.exists(counters) && LiveFigures.frames(counters) > 0) {
            ids.add(session.getFileName().toString());
          }
        }
      }
    }
    return ids;
  }

  static void program(Path file, String text) throws Exception {
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
  }
}
