package dev.tapewire.launcher.host;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that a test started. What it prints goes to files, so that it never waits for the test.
 * Confined to the test's thread.
 */
final class Program implements Closeable {
  private final String name;
  private final Process process;
  private final Path out;
  private final Path err;

  Program(String name, Process process, Path out, Path err) {
    this.name = name;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** {@return what it printed to standard output so far} */
  String out() {
    return text(out);
  }

  /** {@return what it printed to standard error so far} */
  String err() {
    return text(err);
  }

  /** Waits for a line that holds {@code pattern}. {@return its first group, or all of it} */
  String await(String pattern, Duration bound) throws Exception {
    Pattern compiled = Pattern.compile(pattern);
    Matcher[] found = new Matcher[1];
    Patience.await(
        "'" + pattern + "' from " + this,
        bound,
        () -> {
          found[0] = compiled.matcher(out() + "\n" + err());
          boolean there = found[0].find();
          if (!there && !alive()) {
            throw new AssertionError("ended without '" + pattern + "': " + this);
          }
          return there;
        });
    return found[0].groupCount() > 0 ? found[0].group(1) : found[0].group();
  }

  /** Waits for its end. {@return the exit code} */
  int awaitExit(Duration bound) {
    process.onExit().completeOnTimeout(process, bound.toMillis(), TimeUnit.MILLISECONDS).join();
    if (process.isAlive()) {
      throw new AssertionError("still runs after " + bound.toSeconds() + " s: " + this);
    }
    return process.exitValue();
  }

  /** Asks it to stop, and waits for its end. {@return the exit code} */
  int stop(Duration bound) throws Exception {
    signal("TERM");
    return awaitExit(bound);
  }

  /** Sends it a signal. */
  void signal(String signal) throws Exception {
    Host.signal(pid(), signal);
  }

  /** Kills it, as {@code kill -9} does, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Kills it with everything that it started. */
  @Override
  public void close() {
    List<ProcessHandle> below = process.descendants().toList();
    kill();
    below.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public String toString() {
    return name + (alive() ? " (runs)" : " (" + process.exitValue() + ")") + "\n" + out() + err();
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
