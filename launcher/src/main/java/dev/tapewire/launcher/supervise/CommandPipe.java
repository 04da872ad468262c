package dev.tapewire.launcher.supervise;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.session.SourceText;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A command whose standard output is capture's standard input and outlives capture: a named pipe
 * stands between, and the supervisor holds its reading end open, so that the command meets no
 * broken pipe and what the pipe holds is kept while capture is dead. The supervisor holds the
 * writing end only while it opens the reading one, which would otherwise wait for a writer; so
 * capture sees the end when the command ends. Confined to the supervisor's thread.
 */
public final class CommandPipe implements CaptureInput {
  private static final long END_MS_MAX = 1000;

  private final Path directory;
  private final Path pipe;
  private final Process process;
  private final Closeable held;
  private final LogFunnel log;
  private RandomAccessFile opener;
  private CompletableFuture<Void> toldExit;
  private boolean closed;

  private CommandPipe(Path directory, Path pipe, Process process, Closeable held, LogFunnel log) {
    this.directory = directory;
    this.pipe = pipe;
    this.process = process;
    this.held = held;
    this.log = log;
  }

  /** Starts {@code command} by the shell; its standard error goes to {@code log}. */
  public static CommandPipe start(String command, LogFunnel log) {
    try {
      Path directory = Files.createTempDirectory("tapewire-");
      Path pipe = directory.resolve("pipe");
      makePipe(pipe);
      // Read and write: opening only one end would wait for the other.
      RandomAccessFile both = new RandomAccessFile(pipe.toFile(), "rw");
      FileInputStream held = new FileInputStream(pipe.toFile());
      Process process =
          new ProcessBuilder("sh", "-c", "trap '' INT; exec sh -c \"$1\"", "sh", command)
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(pipe.toFile())
              .start();
      // Some repeat the address that they can't open, password and all.
      LinePump.start(
          "cmd", process.getErrorStream(), line -> log.line("cmd", SourceText.said(line)));
      CommandPipe started = new CommandPipe(directory, pipe, process, held, log);
      started.opener = both; // Until capture's first life has opened its end.
      started.toldExit =
          process.onExit().thenAccept(ended -> tellExit(ended, exitFile(directory), log));
      return started;
    } catch (IOException e) {
      throw TapewireException.failed("can't start the source's command: " + IoReason.of(e), e);
    }
  }

  /** Capture learns there why the pipe comes to its end. */
  private static void tellExit(Process ended, Path file, LogFunnel log) {
    if (ended.exitValue() != 0) {
      log.line("cmd", "the source's command ended with " + ended.exitValue());
    }
    try {
      Path begun = file.resolveSibling("exit.new");
      Files.writeString(begun, Integer.toString(ended.exitValue()));
      Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException closed) {
      return; // Nobody asks any more.
    } catch (IOException e) {
      log.line(
          "cmd", "warning: can't tell capture how the source's command ended: " + IoReason.of(e));
    }
  }

  private static Path exitFile(Path directory) {
    return directory.resolve("exit");
  }

  @Override
  public List<String> arguments() {
    return List.of("--piped-exit", exitFile(directory).toString());
  }

  private static void makePipe(Path pipe) throws IOException {
    try {
      int code =
          new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
              .redirectErrorStream(true)
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException("mkfifo " + pipe + " ended with " + code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public Redirect open() {
    try {
      if (opener == null) {
        opener = new RandomAccessFile(pipe.toFile(), "rw");
      }
      return Redirect.from(pipe.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("can't open " + pipe, e);
    }
  }

  @Override
  public void started() {
    try {
      if (opener != null) {
        opener.close();
        opener = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't let go of " + pipe, e);
    }
  }

  /** Ends the command and takes the pipe away. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      started();
      held.close();
      List<ProcessHandle> descendants = process.descendants().toList();
      process.toHandle().destroy();
      descendants.forEach(ProcessHandle::destroy);
      if (!process.waitFor(END_MS_MAX, TimeUnit.MILLISECONDS)) {
        descendants.forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
      }
      awaitExit();
      for (String name : new String[] {"pipe", "exit.new", "exit"}) {
        Files.deleteIfExists(directory.resolve(name));
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("can't take away " + directory, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A command that hangs in its device ends when that lets it; the run goes on without it. */
  private void awaitExit() throws InterruptedException {
    try {
      toldExit.get(END_MS_MAX, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.line("run", "the command does not end, though it was killed: process " + process.pid());
    }
  }
}
