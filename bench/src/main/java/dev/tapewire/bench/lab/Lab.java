package dev.tapewire.bench.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A directory of its own and the programs that work in it; at the end whatever still runs is
 * killed, and the directory goes. Confined to one thread.
 */
public final class Lab implements AutoCloseable {
  /** Debian's interpreter: the one that sees Debian's packages. */
  private static final String PYTHON = "/usr/bin/python3";

  private final Path home;
  private final Path directory;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<String, String> environment = new HashMap<>();
  private int started;

  private Lab(Path home, Path directory) {
    this.home = home;
    this.directory = directory;
  }

  /** Opens one for the sources at {@code tapewire.home}. */
  public static Lab open() throws IOException {
    // A short path: a socket's name has room for 108 characters.
    return new Lab(home(), Files.createTempDirectory("tapewire-bench"));
  }

  /** {@return the root of the sources} */
  public static Path home() {
    return Path.of(System.getProperty("tapewire.home", ".")).toAbsolutePath().normalize();
  }

  /** {@return where it works} */
  public Path directory() {
    return directory;
  }

  /** {@return a program of a peer, such as {@code peers/stamps.py}} */
  public Path peer(String name) {
    return home.resolve("bench/peers").resolve(name);
  }

  /** {@return the article's program, as it was published} */
  public Path article() {
    return home.resolve("launcher/src/test/resources/peers/article_client.py");
  }

  /** Programs started from now on have this in their environment. */
  public void with(Map<String, String> more) {
    environment.putAll(more);
  }

  /** Starts a program. */
  public Program start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return keep(Program.start(builder, directory, "program" + ++started));
  }

  /** Starts a program. */
  public Program start(String... command) throws IOException {
    return start(List.of(command));
  }

  /** Starts a command of Tapewire. */
  public Program tapewire(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(home.resolve("tapewire").toString()));
    command.addAll(List.of(arguments));
    return start(command);
  }

  /** Starts a Python program. */
  public Program python(Path program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PYTHON, program.toString()));
    command.addAll(List.of(arguments));
    return start(command);
  }

  /** Closes {@code thing} when the lab closes, the last one first. {@return it} */
  public <T extends AutoCloseable> T keep(T thing) {
    open.push(thing);
    return thing;
  }

  /** {@return whether these programs are there} */
  public static boolean has(String... programs) {
    List<String> path = List.of((System.getenv("PATH") + ":/usr/sbin").split(File.pathSeparator));
    return Arrays.stream(programs)
        .allMatch(program -> path.stream().anyMatch(d -> Files.isExecutable(Path.of(d, program))));
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.err.println("bench: " + e.getMessage());
      }
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
