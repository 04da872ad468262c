package dev.tapewire.bench.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program under measurement. What it prints goes to files, so that it never waits for us.
 * Confined to one thread.
 */
public final class Program implements AutoCloseable {
  private static final Duration STOP_BOUND = Duration.ofSeconds(60);

  private final Process process;
  private final long startedNs;
  private final Path out;
  private final Path err;

  private Program(Process process, long startedNs, Path out, Path err) {
    this.process = process;
    this.startedNs = startedNs;
    this.out = out;
    this.err = err;
  }

  /** Starts {@code builder}'s command; its output goes to {@code name.out} and {@code name.err}. */
  static Program start(ProcessBuilder builder, Path directory, String name) throws IOException {
    Path out = directory.resolve(name + ".out");
    Path err = directory.resolve(name + ".err");
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectOutput(out.toFile());
    builder.redirectError(err.toFile());
    long startedNs = System.nanoTime();
    return new Program(builder.start(), startedNs, out, err);
  }

  /** {@return its process id} */
  public long pid() {
    return process.pid();
  }

  /** {@return right before it was started, monotonic ns} */
  public long startedNs() {
    return startedNs;
  }

  /** {@return whether it runs} */
  public boolean alive() {
    return process.isAlive();
  }

  /** {@return what it printed to standard output so far} */
  public String out() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  /** Waits for a line on standard output that holds {@code pattern}. {@return the match} */
  public Matcher await(String pattern) throws Exception {
    Pattern compiled = Pattern.compile(pattern);
    Matcher[] found = new Matcher[1];
    Patience.await(
        "'" + pattern + "' of " + this,
        Patience.START_BOUND,
        () -> {
          found[0] = compiled.matcher(out());
          boolean there = found[0].find();
          if (!there && !alive()) {
            throw new IllegalStateException("ended without '" + pattern + "': " + this);
          }
          return there;
        });
    return found[0];
  }

  /** Waits for its end. {@return the exit code} */
  public int awaitExit(Duration bound) throws InterruptedException {
    if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("still runs after " + bound.toSeconds() + " s: " + this);
    }
    return process.exitValue();
  }

  /** Waits for its end, which must be a good one. */
  public void awaitSuccess(Duration bound) throws InterruptedException {
    int code = awaitExit(bound);
    if (code != 0) {
      throw new IllegalStateException("gave " + code + ": " + this);
    }
  }

  /** Asks it and what it started to stop, and waits; kills what does not. */
  public void stop() throws InterruptedException {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroy();
    if (!process.waitFor(STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
    }
    below.forEach(ProcessHandle::destroy);
  }

  /** Kills it with everything that it started. */
  @Override
  public void close() {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    process.onExit().join();
    below.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public String toString() {
    try {
      return process.info().command().orElse("a program")
          + "\n"
          + out()
          + Files.readString(err, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return out + ": " + e.getMessage();
    }
  }
}
