package dev.tapewire.launcher.host;

import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What this machine has, and what a test does without. Safe for use by any thread. */
final class Host {
  /** Debian's interpreter: the one that sees Debian's packages. */
  static final String PYTHON = "/usr/bin/python3";

  /** How long one short program may take: on any machine, however busy; it ends a hang alone. */
  static final Duration PROGRAM_BOUND = Duration.ofMinutes(10);

  /** How long something may take to come about while programs start; it ends a hang alone. */
  static final Duration START_BOUND = Duration.ofMinutes(5);

  private static final boolean FULL = Boolean.getBoolean("tapewire.full");

  private Host() {}

  /** {@return whether the long variants are wanted: {@code -Dtapewire.full=true}} */
  static boolean full() {
    return FULL;
  }

  /** Skips the test, unless the long variants are wanted. */
  static void assumeFull(String what) {
    assume(FULL, what + " runs with -Dtapewire.full=true only");
  }

  /** Skips the test, with a reason, unless it may do what root may. */
  static void assumeRoot() {
    assume("root".equals(System.getProperty("user.name")), "needs root");
  }

  /** Skips the test, with a reason, unless these programs are there. */
  static void assumePrograms(String... programs) {
    List<String> missing = new ArrayList<>();
    for (String program : programs) {
      if (find(program) == null) {
        missing.add(program);
      }
    }
    assume(missing.isEmpty(), "needs " + missing + "; .ci/run installs them");
  }

  /** Skips the test, with a reason, unless Python has these modules. */
  static void assumePython(String... modules) throws Exception {
    List<String> all = new ArrayList<>(List.of("sys"));
    all.addAll(List.of(modules));
    assume(Files.isExecutable(Path.of(PYTHON)), "needs " + PYTHON);
    Process process =
        new ProcessBuilder(PYTHON, "-c", "import " + String.join(", ", all))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assume(
        process.waitFor() == 0,
        "needs Python's " + Arrays.toString(modules) + "; .ci/run installs them");
  }

  /** Skips the test with a printed reason unless {@code holds}. */
  static void assume(boolean holds, String reason) {
    if (!holds) {
      System.out.println("skipped: " + reason);
    }
    Assumptions.assumeTrue(holds, reason);
  }

  /** Prints a figure that a test found. */
  static void figure(Object test, String format, Object... values) {
    System.out.println(
        test.getClass().getSimpleName()
            + ": "
            + String.format(java.util.Locale.ROOT, format, values));
  }

  /** {@return where nobody listens: a port that was free a moment ago} */
  static String nobody() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "ws://127.0.0.1:" + free.getLocalPort();
    }
  }

  /** {@return a resource as a file} */
  static Path resource(String name) {
    try {
      return Path.of(Host.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  /** Sends a signal. */
  static void signal(long pid, String signal) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("could not send " + signal + " to " + pid);
    }
  }

  /** {@return the program's file, or null} */
  static Path find(String program) {
    String path = System.getenv("PATH") + ":/usr/sbin:/sbin";
    return Arrays.stream(path.split(File.pathSeparator))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }
}
