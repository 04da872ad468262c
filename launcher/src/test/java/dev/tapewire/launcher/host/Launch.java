package dev.tapewire.launcher.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A command with its environment, not yet started. Immutable. */
record Launch(List<String> command, Map<String, String> environment) {
  static {
    QuickStarts.prepare(
        Path.of(System.getProperty("tapewire.script")),
        Path.of(System.getProperty("tapewire.lib")));
  }

  Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** {@return a command} */
  static Launch of(String... command) {
    return new Launch(List.of(command), Map.of());
  }

  /** {@return Tapewire as this build made it, through the script that people call} */
  static Launch tapewire(String... arguments) {
    return of(System.getProperty("tapewire.script"))
        .and(arguments)
        .with(Map.of("TAPEWIRE_LIB", System.getProperty("tapewire.lib")));
  }

  /** {@return a program of {@code src/test/resources/peers}} */
  static Launch peer(String name, String... arguments) {
    return python(Host.resource("/peers/" + name).toString()).and(arguments);
  }

  /**
   * {@return a {@code --source} that is live, needs no hardware and, as hardware does, drops what
   * nobody takes; {@code made} gets it all}
   */
  static String liveNoise(Path made) {
    return noise(made.toString());
  }

  /** {@return the same, but it waits to be taken} */
  static String patientNoise(Path made) {
    return noise(made.toString(), "patient");
  }

  private static String noise(String... arguments) {
    String rate = Integer.toString(VirtualSoundCard.RATE_HZ);
    Launch noise = peer("live_noise.py", rate).and(arguments);
    // Python can't sleep on a clock that libfaketime steps.
    return "cmd:exec env -u LD_PRELOAD " + String.join(" ", noise.command());
  }

  /** {@return a Python program, run by the interpreter that has Debian's packages} */
  static Launch python(String file) {
    return of(Host.PYTHON, file).with(Map.of("PYTHONUNBUFFERED", "1"));
  }

  /** {@return this with more arguments} */
  Launch and(String... arguments) {
    List<String> longer = new ArrayList<>(command);
    longer.addAll(List.of(arguments));
    return new Launch(longer, environment);
  }

  /** {@return this with more in its environment} */
  Launch with(Map<String, String> more) {
    Map<String, String> merged = new TreeMap<>(environment);
    merged.putAll(more);
    return new Launch(command, merged);
  }

  /** {@return this run by another program, which becomes it or watches it} */
  Launch under(List<String> prefix) {
    List<String> longer = new ArrayList<>(prefix);
    longer.addAll(command);
    return new Launch(longer, environment);
  }

  /** Starts it; what it prints goes to {@code name.out} and {@code name.err}. */
  Program start(Path directory, String name) throws IOException {
    KeyWatch.begin();
    Path out = directory.resolve(name + ".out");
    Path err = directory.resolve(name + ".err");
    Files.createDirectories(directory);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(out.toFile());
    builder.redirectError(err.toFile());
    return new Program(name, builder.start(), out, err);
  }

  /** Runs it to its end, which must be a good one. {@return what it printed} */
  String run(Path directory, String name) throws IOException {
    try (Program program = start(directory, name)) {
      int code = program.awaitExit(Host.PROGRAM_BOUND);
      if (code != 0) {
        throw new AssertionError(String.join(" ", command) + " gave " + code + "\n" + program);
      }
      return program.out();
    }
  }
}
