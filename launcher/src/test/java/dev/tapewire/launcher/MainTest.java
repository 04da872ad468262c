package dev.tapewire.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says of itself. */
class MainTest {
  private static final List<String> COMMANDS = Helps.commands();

  private final PrintStream outBefore = System.out;
  private final PrintStream errBefore = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveBack() {
    System.setOut(outBefore);
    System.setErr(errBefore);
  }

  @Test
  void aValueThatIsNoneIsToldWithItsOption() {
    String[][] wrong = {
      {"run", "--drain", "30"},
      {"send", "--drain", "soon", "--follow", "--to", "ws://h"},
      {"capture", "--split", "1"},
      {"status", "--check", "--max-lag", "1x"},
      {"replay", "s", "--from", "1:2:3:4"}
    };
    for (String[] words : wrong) {
      err.reset();
      assertEquals(2, Main.execute(words), err::toString);
      String option =
          words[0].equals("status") ? words[2] : words[words[0].equals("replay") ? 2 : 1];
      assertTrue(
          err.toString(StandardCharsets.UTF_8).startsWith("tapewire: " + option), err::toString);
    }
  }

  @Test
  void noHelpPrintsOnStandardErrorAndEachCommandKnowsItsVersion() {
    for (String command : COMMANDS) {
      assertEquals(0, Main.execute(command, "--help"), command);
      assertEquals(0, Main.execute(command, "-V"), command);
      assertEquals("", err(), command);
    }
    assertEquals(16, COMMANDS.size(), COMMANDS::toString);
    assertEquals(COMMANDS.size(), out().lines().filter(l -> l.startsWith("tapewire ")).count());
  }

  @Test
  void helpAndVersionMayBeAskedForAsCommands() {
    assertEquals(0, Main.execute("help"));
    assertTrue(out().startsWith("Usage: tapewire [-hV] COMMAND"), out());
    out.reset();
    assertEquals(0, Main.execute("help", "send"));
    assertTrue(out().startsWith("Usage: tapewire send"), out());
    out.reset();
    assertEquals(0, Main.execute("version"));
    assertTrue(out().startsWith("tapewire "), out());
    assertEquals(2, Main.execute("help", "nosuch"));
    assertTrue(err().contains("no command 'nosuch'"), err());
  }

  @Test
  void withoutACommandThereIsHelpAndOneLineThatSaysWhy() {
    assertEquals(2, Main.execute());

    assertTrue(out().startsWith("Usage: tapewire"), out());
    assertEquals("tapewire: no command given; try 'tapewire --help'\n", err());
  }

  @Test
  void whoMissedAKeyIsToldWhatThereIs() {
    assertEquals(2, Main.execute("sesions"));
    assertTrue(err().contains("did you mean 'sessions'"), err());
    err.reset();
    assertEquals(2, Main.execute("sessions", "--jsno"));
    assertTrue(err().contains("did you mean '--json'"), err());
  }

  @Test
  void whoNamesASourceWithoutItsOptionIsToldTheOption() {
    for (String command : List.of("run", "capture")) {
      err.reset();
      assertEquals(2, Main.execute(command, "hello world.wav"));
      String right = "tapewire " + command + " --source 'hello world.wav'";
      assertTrue(err().contains("; name a source by --source: " + right), err());
      assertEquals(1, err().lines().count(), err());
    }
    err.reset();
    assertEquals(2, Main.execute("verify", "s", "hello.wav"));
    assertFalse(err().contains("--source"), err());
  }

  @Test
  void aTapesDirectoryThatIsNoneIsTold() {
    assertEquals(2, Main.execute("sessions", "--tapes", ""));
    assertEquals("tapewire: --tapes '': name a directory\n", err());
    err.reset();
    String none = directory.resolve("none").toString();
    for (String command : List.of("sessions", "status")) {
      assertEquals(0, Main.execute(command, "--tapes", none));
      assertEquals("warning: --tapes " + none + ": there is no such directory\n", err());
      err.reset();
    }
  }

  @Test
  void whatSomebodyElseNamedIsNoOrderToTheTerminal() {
    assertEquals(1, Main.execute("verify", "--tapes", directory + "/\u001b[2J\u202e\n", "s"));

    assertFalse(err().contains("\u001b"), err());
    assertFalse(err().contains("\u202e"), err());
    assertEquals(1, err().lines().count(), err());
  }

  @Test
  void aCheckThatFindsNothingRunningSaysSoOnStandardOutput() {
    assertEquals(4, Main.execute("status", "--check", "--tapes", directory.toString()));
    assertEquals("nothing records or sends\n", out());
    out.reset();

    assertEquals(
        0, Main.execute("status", "--check", "--allow-idle", "--tapes", directory.toString()));
    assertEquals("", out() + err());
    assertEquals(2, Main.execute("status", "--max-lag", "3s"));
    assertEquals(2, Main.execute("status", "--check", "--json"));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
