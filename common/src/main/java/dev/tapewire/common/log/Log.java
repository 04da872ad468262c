package dev.tapewire.common.log;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One line for each thing worth telling, never one for each frame. Goes to standard error; data
 * alone goes to standard output. Safe for use by any thread.
 */
public final class Log {
  private final PrintStream out;
  private final Detail detail;
  private final boolean dated;
  private final String of;

  /** How much is told. */
  public enum Detail {
    /** What a user may want to act on. */
    QUIET,
    /** What happens, too. */
    NORMAL,
    /** Detail and stack traces, too. */
    VERBOSE
  }

  /** Writes to {@code out}; detail and stack traces only if {@code verbose}. */
  public Log(PrintStream out, boolean verbose) {
    this(out, verbose ? Detail.VERBOSE : Detail.NORMAL, false);
  }

  /** Writes to {@code out}; each line says when, if {@code dated}. */
  public Log(PrintStream out, Detail detail, boolean dated) {
    this(out, detail, dated, "");
  }

  private Log(PrintStream out, Detail detail, boolean dated, String of) {
    this.out = out;
    this.detail = detail;
    this.dated = dated;
    this.of = of;
  }

  /** {@return the same, with {@code name} in each line: it tells of one thing among several} */
  public Log of(String name) {
    return new Log(out, detail, dated, name + ": ");
  }

  /** {@return whether detail is wanted} */
  public boolean verbose() {
    return detail == Detail.VERBOSE;
  }

  /** Tells what happens. */
  public void info(String line) {
    if (detail != Detail.QUIET) {
      print(of + line);
    }
  }

  /** Tells what a user may want to act on. */
  public void warn(String line) {
    print("warning: " + of + line);
  }

  /** Tells what a user may want to act on, with the stack trace if detail is wanted. */
  public void warn(String line, Throwable cause) {
    warn(line);
    if (verbose()) {
      trace(cause, out);
    }
  }

  /** Tells detail, if wanted. */
  public void detail(String line) {
    if (verbose()) {
      print(of + line);
    }
  }

  private void print(String line) {
    out.println((dated ? Dated.now() : "") + Printable.line(line));
  }

  /** Its messages may be of others, as any text: none of their lines begins as one of ours. */
  static void trace(Throwable cause, PrintStream out) {
    StringWriter trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace, true));
    trace.toString().lines().forEach(line -> out.println("    " + Printable.line(line)));
  }
}
