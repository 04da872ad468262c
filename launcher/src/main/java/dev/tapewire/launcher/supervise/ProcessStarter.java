package dev.tapewire.launcher.supervise;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Dated;
import dev.tapewire.common.process.ProcessFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Starts children by the script that this process was started by, so that its Java and its flags
 * are in one place. Ctrl-C or a service's stop reaches the whole process group, but the order of
 * stopping is the supervisor's: a child ignores such signals from its first instruction on, but for
 * capture, which is first in that order and takes SIGTERM. The others stop when their standard
 * input ends. Confined to the supervisor's thread.
 */
public final class ProcessStarter implements ChildStarter {
  private static final String IGNORE_INT = "trap '' INT; exec \"$@\"";
  private static final String IGNORE_ALL = "trap '' INT TERM HUP; exec \"$@\"";
  private static final String OWN_PREFIX = "tapewire: ";

  private final Path tapes;
  private final CaptureInput captureInput;
  private final LogFunnel log;
  private final Consumer<String> receiverOutput;
  private final Map<List<String>, LifeLog> lastLines = new HashMap<>();
  private final Thread supervisor = Thread.currentThread();

  /**
   * Starts nothing yet.
   *
   * @param tapes where children register
   * @param receiverOutput takes each line of a receiver's standard output, on a thread of its own
   */
  public ProcessStarter(
      Path tapes, CaptureInput captureInput, LogFunnel log, Consumer<String> receiverOutput) {
    this.tapes = tapes;
    this.captureInput = captureInput;
    this.log = log;
    this.receiverOutput = receiverOutput;
  }

  @Override
  public ChildProcess start(String name, List<String> command) {
    String script = System.getProperty("tapewire.script");
    if (script == null) {
      throw TapewireException.failed("start Tapewire by its script 'tapewire', not by java");
    }
    boolean capture = name.equals("capture");
    String ignore = capture ? IGNORE_INT : IGNORE_ALL;
    List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", ignore, "sh", script));
    line.addAll(command);
    line.addAll(capture ? captureInput.arguments() : List.of());
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("TAPEWIRE_LIB", System.getProperty("tapewire.lib"));
    builder.environment().put(Dated.BY_SUPERVISOR, "1");
    builder.redirectInput(capture ? captureInput.open() : Redirect.PIPE);
    try {
      Process process = builder.start();
      if (capture) {
        captureInput.started();
      }
      pump(name, command, process);
      CompletableFuture<Void> unused =
          process.onExit().thenRun(() -> LockSupport.unpark(supervisor));
      return new Running(process, tapes, capture);
    } catch (IOException e) {
      throw TapewireException.failed("can't start " + name + ": " + IoReason.of(e), e);
    }
  }

  private void pump(String name, List<String> command, Process process) {
    LifeLog lines = new LifeLog(lastLines.get(command), line -> log.line(name, line));
    lastLines.put(command, lines);
    LinePump.start(name, process.getErrorStream(), lines);
    Consumer<String> output =
        name.equals("receiver") ? receiverOutput : line -> log.line(name, line);
    LinePump.start(name, process.getInputStream(), output);
  }

  /**
   * The log of one life. A child that fails at once says why in its first and only line, the error
   * that ends it: said again by the next life, it is told once. What else two lives say alike
   * happened twice. Used by one pump; the life before it has ended.
   */
  static final class LifeLog implements Consumer<String> {
    private final LifeLog before;
    private final Consumer<String> log;
    private volatile String last;

    LifeLog(LifeLog before, Consumer<String> log) {
      this.before = before;
      this.log = log;
    }

    @Override
    public void accept(String line) {
      boolean error = line.startsWith(OWN_PREFIX);
      boolean repeats = error && last == null && before != null && line.equals(before.last);
      last = line;
      if (!repeats) {
        // The process is named before the line already.
        log.accept(error ? line.substring(OWN_PREFIX.length()) : line);
      }
    }
  }

  /** One life. Confined to the supervisor's thread. */
  private static final class Running implements ChildProcess {
    private final Process process;
    private final Path tapes;
    private final boolean capture;
    private boolean entered;

    Running(Process process, Path tapes, boolean capture) {
      this.process = process;
      this.tapes = tapes;
      this.capture = capture;
    }

    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public boolean alive() {
      return process.isAlive();
    }

    @Override
    public int exitCode() {
      return process.exitValue();
    }

    @Override
    public boolean takesSignals() {
      entered = entered || ProcessFile.isEntered(tapes, process.pid());
      return entered;
    }

    @Override
    public long cpuNs() {
      return process.info().totalCpuDuration().map(Duration::toNanos).orElse(NOT_KNOWN);
    }

    @Override
    public void terminate() {
      if (capture) {
        process.toHandle().destroy(); // Process.destroy would close its log, too.
        return;
      }
      try {
        process.getOutputStream().close();
      } catch (IOException e) {
        throw new UncheckedIOException("can't ask process " + pid() + " to stop", e);
      }
    }

    @Override
    public void kill() {
      process.toHandle().destroyForcibly();
    }
  }
}
