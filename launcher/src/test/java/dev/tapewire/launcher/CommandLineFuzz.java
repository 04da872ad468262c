package dev.tapewire.launcher;

import dev.tapewire.common.fuzz.Input;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Any arguments: parsed, or refused by a message; nothing is run. */
public final class CommandLineFuzz {
  private static final int ARGUMENTS_MAX = 16;

  /** What the fuzzer would take long to spell. */
  private static final String[] WORDS = {
    "run",
    "capture",
    "send",
    "receive",
    "replay",
    "export",
    "sessions",
    "status",
    "verify",
    "devices",
    "pause",
    "--to",
    "--source",
    "--tapes",
    "--rate",
    "--channels",
    "--encoding",
    "--frame",
    "--speed",
    "--session",
    "--from",
    "--until",
    "--drain",
    "--json",
    "--gaps",
    "--key-env",
    "--key-file",
    "--join",
    "--listen",
    "--out",
    "--verbose",
    "--help",
    "replies",
    "--follow",
    "--srt",
    "--wav"
  };

  private static final CommandLine LINE = line();

  private CommandLineFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    Input input = new Input(bytes);
    List<String> args = new ArrayList<>();
    while (!input.isEmpty() && args.size() < ARGUMENTS_MAX) {
      int word = input.octet();
      args.add(word < WORDS.length ? WORDS[word] : text(input));
    }
    try {
      LINE.parseArgs(args.toArray(String[]::new));
    } catch (ParameterException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new AssertionError("refused without a word", e);
      }
    }
  }

  /** No operating system hands over a NUL in an argument. */
  private static String text(Input input) {
    int length = input.below(32);
    byte[] ascii = new byte[length];
    for (int i = 0; i < length; i++) {
      ascii[i] = (byte) input.octet();
    }
    return new String(ascii, StandardCharsets.UTF_8).replace("\0", "");
  }

  private static CommandLine line() {
    CommandLine line = new CommandLine(new RootCommand());
    Commands.addTo(line, "");
    return line;
  }
}
