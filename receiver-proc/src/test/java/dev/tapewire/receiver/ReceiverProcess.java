package dev.tapewire.receiver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A receiver in a process of its own, that can be killed. */
final class ReceiverProcess implements AutoCloseable {
  private static final long PATIENCE_S = 20;
  private static final String LISTENING = "listening ws://127.0.0.1:";

  private final Process process;
  private final BufferedReader output;
  private final Path errors;

  /** Starts {@code tapewire receive} with these arguments. */
  ReceiverProcess(Path errors, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ReceiveMain.class.getName());
    command.addAll(arguments);
    this.errors = errors;
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start();
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Waits until it listens. {@return its port} */
  int port() throws IOException {
    String line = firstLine();
    if (line == null || !line.startsWith(LISTENING)) {
      throw new AssertionError("said " + line + "; " + errors());
    }
    return Integer.parseInt(line.substring(LISTENING.length()));
  }

  /** {@return the first line it writes to standard output, or null} */
  String firstLine() throws IOException {
    return output.readLine();
  }

  /** {@return what it wrote to standard error} */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  /** Kills it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to stop as {@code kill} does. */
  void terminate() {
    process.destroy();
  }

  /** Waits for its end. {@return the exit code} */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      throw new AssertionError("does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
