package dev.tapewire.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The examples that {@code --help} prints, of all commands. Not thread-safe. */
public final class Helps {
  private Helps() {}

  /** {@return the command lines as they are printed, no commands passed over} */
  public static List<String> examples() {
    String root = printed("--help");
    List<String> examples = new ArrayList<>(examplesIn(root));
    assertFalse(examples.isEmpty(), root);
    for (String command : commandsIn(root)) {
      examples.addAll(examplesIn(printed(command, "--help")));
    }
    return examples;
  }

  /** {@return the commands that {@code tapewire --help} lists} */
  static List<String> commands() {
    return commandsIn(printed("--help"));
  }

  private static List<String> commandsIn(String root) {
    String list = root.substring(root.indexOf("\nCommands:"), root.indexOf("\nExamples:"));
    return list.lines()
        .filter(line -> line.matches("  \\w.*"))
        .map(line -> line.strip().split(" ", 2)[0])
        .toList();
  }

  /** Under the heading, what is indented by two is a command, what is further in its caption. */
  private static List<String> examplesIn(String help) {
    List<String> examples = new ArrayList<>();
    boolean here = false;
    for (String line : help.lines().toList()) {
      here = line.matches("Examples?:") || here && line.startsWith("  ");
      if (here && line.matches("  \\S.*")) {
        examples.add(line.strip());
      }
    }
    return examples;
  }

  private static String printed(String... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertEquals(0, Main.execute(arguments));
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
