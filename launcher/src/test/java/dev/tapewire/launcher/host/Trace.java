package dev.tapewire.launcher.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The system calls of a program and of all that it started, as {@code strace} saw them, in order.
 * Confined to the test's thread.
 */
final class Trace {
  /** Long enough for a control message within a call's arguments. */
  private static final int STRING_LENGTH_MAX = 400;

  private static final Pattern BEGUN = Pattern.compile("(\\d+)\\s+(\\w+)\\((.*)");
  private static final Pattern RESUMED = Pattern.compile("(\\d+)\\s+<\\.\\.\\. \\w+ resumed>(.*)");
  private static final String UNFINISHED = "<unfinished ...>";

  private final Path file;

  /** Writes to {@code file}. Skips the test, with a reason, where nothing can be traced. */
  Trace(Path file) throws IOException {
    this.file = file;
    Host.assumePrograms("strace");
    try (Program probe =
        Launch.of("strace", "-o", file.toString(), "true").start(file.getParent(), "probe")) {
      Host.assume(probe.awaitExit(Host.PROGRAM_BOUND) == 0, "needs leave to trace: " + probe.err());
    }
  }

  /** {@return the prefix of a command whose {@code calls} are to be traced} */
  List<String> prefix(String calls) {
    return List.of(
        "strace",
        "-f",
        "-y",
        "-s",
        Integer.toString(STRING_LENGTH_MAX),
        "-e",
        "signal=none",
        "-e",
        "trace=" + calls,
        "-o",
        file.toString());
  }

  /** {@return the pid of the program itself: a signal to strace would not reach it} */
  long traced(Program strace) {
    return ProcessHandle.of(strace.pid()).orElseThrow().children().findFirst().orElseThrow().pid();
  }

  /** {@return the calls, each at its begin and at its end} */
  List<Event> events() throws IOException {
    List<Event> events = new ArrayList<>();
    Map<String, Event> pending = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      Matcher begun = BEGUN.matcher(line);
      if (begun.matches()) {
        Event begin = new Event(false, begun.group(2), begun.group(3));
        events.add(begin);
        if (line.endsWith(UNFINISHED)) {
          pending.put(begun.group(1), begin);
        } else {
          events.add(begin.end(""));
        }
        continue;
      }
      Matcher resumed = RESUMED.matcher(line);
      if (resumed.matches() && pending.containsKey(resumed.group(1))) {
        events.add(pending.remove(resumed.group(1)).end(resumed.group(2)));
      }
    }
    return events;
  }

  /**
   * One end of a system call. Immutable.
   *
   * @param ended whether the call returned with this; else it was entered
   * @param arguments as strace prints them, files by name
   */
  record Event(boolean ended, String call, String arguments) {
    private Event end(String rest) {
      return new Event(true, call, arguments + rest);
    }

    /** {@return whether the call began on the file that ends so} */
    boolean on(Pattern file) {
      return file.matcher(arguments).lookingAt();
    }
  }
}
