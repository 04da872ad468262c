package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tapewire.common.error.TapewireException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** {@code tapewire capture} in a JVM of its own. Confined to the test's thread. */
final class CaptureProcess {
  static final String SESSION = "s";

  private static final int POLL_MS = 20;

  private final Process process;
  private final Path told;

  private CaptureProcess(Process process, Path told) {
    this.process = process;
    this.told = told;
  }

  static CaptureProcess start(Path tapes, String... options) throws IOException {
    Files.createDirectories(tapes);
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-Dchronicle"))
        .forEach(command::add);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(CaptureProcess.class.getName());
    command.addAll(List.of("--tapes", tapes.toString(), "--session", SESSION));
    command.addAll(List.of(options));
    Path told = Files.createTempFile(tapes.getParent(), "told", "");
    return new CaptureProcess(
        new ProcessBuilder(command).redirectError(told.toFile()).start(), told);
  }

  /** Where the process starts. */
  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new CaptureCommand());
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          System.err.println("tapewire: " + e.getMessage());
          return e instanceof TapewireException told ? told.exitCode().code() : 99;
        });
    System.exit(line.execute(arguments));
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  String told() throws IOException {
    return Files.readString(told);
  }

  void awaitTold(String part, int boundS) throws Exception {
    awaitTrue(() -> told().contains(part), boundS);
  }

  void awaitTrue(Callable<Boolean> wanted, int boundS) throws Exception {
    for (int waitedMs = 0; !wanted.call(); waitedMs += POLL_MS) {
      if (waitedMs > boundS * 1000 || !process.isAlive()) {
        fail("it did not come to that: " + told());
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  /** Waits for its end. {@return its exit code} */
  int await(int boundS) throws Exception {
    assertTrue(process.waitFor(boundS, TimeUnit.SECONDS), "it does not end: " + told());
    return process.exitValue();
  }

  void terminate() {
    process.destroy();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
