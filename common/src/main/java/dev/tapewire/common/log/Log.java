package dev.tapewire.common.log;

import java.io.PrintStream;

/**
 * One line for each thing worth telling, never one for each frame. Goes to standard error; data
 * alone goes to standard output. Safe for use by any thread.
 */
public final class Log {
  private final PrintStream out;
  private final boolean verbose;
  private final String of;

  /** Writes to {@code out}; detail and stack traces only if {@code verbose}. */
  public Log(PrintStream out, boolean verbose) {
    this(out, verbose, "");
  }

  private Log(PrintStream out, boolean verbose, String of) {
    this.out = out;
    this.verbose = verbose;
    this.of = of;
  }

  /** {@return the same, with {@code name} in each line: it tells of one thing among several} */
  public Log of(String name) {
    return new Log(out, verbose, name + ": ");
  }

  /** {@return whether detail is wanted} */
  public boolean verbose() {
    return verbose;
  }

  /** Tells what happens. */
  public void info(String line) {
    out.println(of + line);
  }

  /** Tells what a user may want to act on. */
  public void warn(String line) {
    out.println("warning: " + of + line);
  }

  /** Tells what a user may want to act on, with the stack trace if detail is wanted. */
  public void warn(String line, Throwable cause) {
    warn(line);
    if (verbose) {
      cause.printStackTrace(out);
    }
  }

  /** Tells detail, if wanted. */
  public void detail(String line) {
    if (verbose) {
      out.println(of + line);
    }
  }
}
