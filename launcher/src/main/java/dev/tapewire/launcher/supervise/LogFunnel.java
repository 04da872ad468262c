package dev.tapewire.launcher.supervise;

import dev.tapewire.common.cli.Terminal;
import dev.tapewire.common.log.Dated;
import dev.tapewire.common.log.Output;
import dev.tapewire.common.log.Printable;
import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one log of a run. Lines are left without waiting and printed by a thread of its own: when
 * nobody reads the log, lines are left out and counted, and no process waits. On a terminal it
 * keeps one line at the bottom that is redrawn in place. Safe for use by any thread.
 */
public final class LogFunnel implements AutoCloseable {
  private static final int LINES_MAX = 1000; // Some seconds of a very talkative child.
  private static final long REDRAW_MS = 100;
  private static final long QUIET_MS = 10_000; // Without a terminal only lines are waited for.
  private static final String WAKE_UP = ""; // No line of anybody's: those begin with a name.
  private static final long CLOSE_MS_MAX = 2000; // A log that nobody reads must not hold the exit.
  private static final String LEFT_OUT = " lines left out: nobody read this log";
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final boolean quiet;
  private final boolean dated;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(LINES_MAX);
  private final AtomicLong leftOut = new AtomicLong();
  private final Thread printer;
  private volatile String live = "";
  private volatile boolean closing;

  /** Prints to {@code out}; {@code terminal} if it can redraw a line. */
  LogFunnel(PrintStream out, boolean terminal) {
    this(out, terminal, false, false);
  }

  /** The same; {@code quiet}: nothing that nobody need act on; {@code dated}: lines say when. */
  LogFunnel(PrintStream out, boolean terminal, boolean quiet, boolean dated) {
    this.out = out;
    this.terminal = terminal;
    this.quiet = quiet;
    this.dated = dated;
    printer = new Thread(this::print, "log");
    printer.setDaemon(true);
    printer.start();
  }

  /** {@return the log on standard error; {@code terminal} if a person looks at it there} */
  public static LogFunnel toStandardError(boolean terminal, boolean quiet) {
    return new LogFunnel(
        Output.log(), terminal && !quiet, quiet, Dated.isWanted(Terminal.isStandardError()));
  }

  /** {@return whether {@link #live} is seen by anybody} */
  public boolean isTerminal() {
    return terminal;
  }

  /** Leaves a line of the process {@code name}. */
  public void line(String name, String text) {
    offer(name + " | " + text);
  }

  /** Leaves a line of the run itself that nobody need act on. */
  public void info(String text) {
    if (!quiet) {
      line("run", text);
    }
  }

  /** Leaves a line that tells how things stand, unless a terminal shows that all the time. */
  public void progress(String text) {
    if (!terminal && !text.isEmpty()) {
      info(text);
    }
  }

  private void offer(String line) {
    if (!lines.offer((dated ? Dated.now() : "") + Printable.line(line))) {
      leftOut.incrementAndGet();
    }
  }

  /** Replaces the line at the bottom of the terminal. */
  public void live(String text) {
    live = text;
  }

  private void print() {
    String drawn = "";
    try {
      while (!closing || !lines.isEmpty()) {
        String line = lines.poll(terminal ? REDRAW_MS : QUIET_MS, TimeUnit.MILLISECONDS);
        String bottom = terminal && !closing ? live : "";
        if (line != null && !line.equals(WAKE_UP)) {
          out.println(drawn.isEmpty() ? line : CLEAR + line);
          drawn = "";
          tellLeftOut();
        }
        if (lines.isEmpty() && !bottom.equals(drawn)) {
          out.print(CLEAR + bottom);
          out.flush();
          drawn = bottom;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.print(drawn.isEmpty() ? "" : CLEAR);
    out.flush();
  }

  private void tellLeftOut() {
    long count = leftOut.getAndSet(0);
    if (count > 0) {
      out.println((dated ? Dated.now() : "") + "run | " + count + LEFT_OUT);
    }
  }

  /** Prints what is left, unless nobody reads it. */
  @Override
  public void close() {
    closing = true;
    boolean unused = lines.offer(WAKE_UP); // Full, it needs no waking.
    try {
      printer.join(CLOSE_MS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
