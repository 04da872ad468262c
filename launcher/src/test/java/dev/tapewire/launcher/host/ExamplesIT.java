package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.launcher.service.ServiceServer;
import dev.tapewire.launcher.service.Services;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command of README, pasted into a shell: those that end end well, the others come to work
 * and stop well. A command that is added there is to be added here.
 */
@Timeout(3600)
class ExamplesIT {
  /** Sixty programs one after another, on a machine that does much else. */
  private static final Duration BOUND = Duration.ofMinutes(10);

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path directory;

  private final Map<String, String> world = new HashMap<>();
  private final Set<String> left = new LinkedHashSet<>();
  private Studio studio;

  @BeforeEach
  void furnish() throws Exception {
    Host.assumePrograms("openssl", "python3");
    studio = new Studio(directory, directory.resolve("home/tapes"));
    Path bin = Files.createDirectories(directory.resolve("bin"));
    program(bin.resolve("tapewire"), Files.readString(Host.resource("/peers/tapewire_standin.sh")));
    Files.createSymbolicLink(directory.resolve("tapewire"), bin.resolve("tapewire"));
    Path examples = Files.createDirectories(directory.resolve("examples"));
    Files.copy(ROOT.resolve("examples/hello.wav"), examples.resolve("hello.wav"));
    program(bin.resolve("arecord"), "#!/bin/sh\nexec cat examples/hello.wav\n");
    program(bin.resolve("ffmpeg"), "#!/bin/sh\nexec head -c 88200 /dev/zero\n");
    program(bin.resolve("play"), "#!/bin/sh\nexec cat >/dev/null\n");
    ServiceServer deepgram = studio.keep(Services.start("deepgram", 20));
    ServiceServer vosk = studio.keep(Services.start("vosk", 20));
    Files.copy(ROOT.resolve("examples/hello.wav"), directory.resolve("speech.wav"));
    world.put("PATH", bin + ":" + System.getenv("PATH"));
    world.put("REAL", System.getProperty("tapewire.script"));
    world.put("TAPEWIRE_LIB", System.getProperty("tapewire.lib"));
    world.put("TAPEWIRE_HOME", directory.resolve("home").toString());
    world.put("DEEPGRAM", deepgram.uri().toString());
    world.put("VOSK", vosk.uri().toString());
    world.put("DEEPGRAM_API_KEY", deepgram.key());
    for (String key : List.of("KEY", "A_KEY", "AUDIO_KEY")) {
      world.put(key, "of-nobody");
    }
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
    ends("openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=x");
    ends("(umask 077; echo of-nobody > key.txt)");
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  @Test
  void everyCommandOfReadmeDoesWhatItSays() throws Exception {
    left.addAll(commandsOf(Files.readString(ROOT.resolve("README.md"))));
    shows("./tapewire run --source examples/hello.wav --session hello", "nothing lost");
    shows("./tapewire export hello hello-again.wav", "");
    lives("./tapewire run --source mic");
    lives("./tapewire run --source mic --to raw=ws://127.0.0.1:8765");
    lives(starting("./tapewire run --source mic --to tapewire=wss://a.example"));
    shows(starting("./tapewire run --source \"cmd:ffmpeg"), "nothing lost");
    shows(starting("arecord -q"), "nothing lost");
    lives(starting("(umask 077; openssl"));
    assertTrue(starts(starting("./tapewire receive --listen"), "listening wss://"));
    lives("./tapewire capture --source mic --session monday");
    shows("./tapewire send --session monday --to ws://server:8765", "");
    lives(starting("./tapewire capture --to ws://server:8765 --rate 16000"));
    assertTrue(starts("./tapewire send --follow --to ws://server:8765", "all delivered"));
    shows("./tapewire sessions", "monday");
    assertTrue(starts("./tapewire status --watch", "far|nothing runs|receiver"));
    shows(starting("./tapewire status --check"), "");
    shows("./tapewire verify monday", "monday: whole");
    shows("./tapewire replay monday --speed 10 --to ws://server:8765", "replayed");
    shows("./tapewire replay monday --to vosk --speed max", "replayed");
    shows("./tapewire replay monday --to deepgram", "replayed");
    shows("./tapewire replies monday --to deepgram --follow", "");
    shows("./tapewire replies monday --to deepgram --srt > monday.srt", "");
    shows("./tapewire abandon monday --to ws://server:8765", "nothing is owed");
    shows("./tapewire delete monday", "is deleted");
    Program split = start("./tapewire run --source mic --session monday --split 24h");
    studio.awaitRecording("monday", split);
    shows("./tapewire pause", "is paused");
    shows("./tapewire resume", "monday");
    stops(split);
    shows("./tapewire services", "deepgram");
    shows("./tapewire delete monday --force", "is deleted");
    lives(starting("DEEPGRAM_API_KEY="));
    shows("./tapewire replies monday --follow", "");
    left.removeIf(command -> command.contains("COMMAND") || command.startsWith("mvn"));
    assertEquals(Set.of(), left, "not tried");
  }

  private static List<String> commandsOf(String page) {
    List<String> commands = new ArrayList<>();
    for (String line : page.replace("\\\n", "\n\\").lines().toList()) {
      boolean command = line.matches("    (\\./tapewire|arecord|\\(umask|[A-Z_]+=\\S+ \\./).*");
      if (line.startsWith("\\")) {
        String begun = commands.remove(commands.size() - 1);
        commands.add(begun.strip() + " " + line.substring(1).strip());
      } else if (command) {
        commands.add(line.strip());
      }
    }
    return commands;
  }

  private String starting(String beginning) {
    List<String> found = left.stream().filter(each -> each.startsWith(beginning)).toList();
    assertEquals(1, found.size(), beginning + " of " + left);
    return found.get(0);
  }

  private Program start(String command) throws Exception {
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

  private void ends(String command) throws Exception {
    shows(command, "");
  }

  private String shows(String command, String pattern) throws Exception {
    Program program = start(command);
    assertEquals(0, program.awaitExit(BOUND), command + "\n" + program);
    assertTrue(
        (program.out() + program.err()).matches("(?s).*(" + pattern + ").*"),
        command + "\n" + program);
    return program.out();
  }

  /** It records until it is told to stop. */
  private void lives(String command) throws Exception {
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

  private boolean starts(String command, String pattern) throws Exception {
    Program program = start(command);
    Path entered = studio.tapes().resolve(".tapewire").resolve(program.pid() + ".json");
    if (pattern.isEmpty()) {
      Patience.await("" + program, BOUND, () -> Files.exists(entered));
    }
    String found = program.await("(?s)" + pattern, BOUND);
    program.signal("INT");
    assertEquals(0, program.awaitExit(BOUND), command + "\n" + program);
    return found != null;
  }

  private void stops(Program program) throws Exception {
    program.signal("INT");
    assertEquals(0, program.awaitExit(BOUND), program::toString);
  }

  /** {@return the sessions that have frames} */
  private Set<String> recorded() throws Exception {
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

  private static void program(Path file, String text) throws Exception {
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
  }
}
