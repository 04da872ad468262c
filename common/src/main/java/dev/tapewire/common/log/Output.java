package dev.tapewire.common.log;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;

/**
 * The one place that prints on standard output and standard error. What it prints are lines of
 * ours, whatever others said in them; only audio and files go round it. Safe for use by any thread.
 */
public final class Output {
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

  private Output() {}

  /** Prints a line for people on standard output. */
  public static void line(String text) {
    System.out.println(Printable.line(text));
    System.out.flush();
  }

  /** Prints lines for people on standard output. */
  public static void lines(List<String> lines) {
    lines.forEach(Output::line);
  }

  /** Prints lines in place of all that a terminal shows. {@return whether anybody takes them} */
  public static boolean screen(List<String> lines) {
    System.out.print(HOME_AND_CLEAR);
    lines(lines);
    System.out.flush();
    return !System.out.checkError();
  }

  /** Prints lines and an empty one behind them. {@return whether anybody takes them} */
  public static boolean block(List<String> lines) {
    lines(lines);
    System.out.println();
    return !System.out.checkError();
  }

  /** Prints one JSON document on standard output. */
  public static void json(Object document) {
    System.out.println(Printable.json(document.toString()));
    System.out.flush();
  }

  /** Prints one JSON document on {@code out}, standard output as the command line was given it. */
  public static void json(PrintWriter out, Object document) {
    out.println(Printable.json(document.toString()));
    out.flush();
  }

  /** Prints a line on standard error. */
  public static void error(String text) {
    System.err.println(Printable.line(text));
  }

  /** Prints where {@code cause} came from on standard error. */
  public static void trace(Throwable cause) {
    Log.trace(cause, System.err);
  }

  /** {@return standard error, for a log} */
  public static PrintStream log() {
    return System.err;
  }
}
