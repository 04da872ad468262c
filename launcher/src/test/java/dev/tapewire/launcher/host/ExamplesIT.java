package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every command of README, pasted into a shell: those that end end well, the others come to work
 * and stop well. A command that is added there is to be added here.
 */
class ExamplesIT extends PastedCommands {
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
}
