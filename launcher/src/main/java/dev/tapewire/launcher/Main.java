package dev.tapewire.launcher;

import java.util.Locale;
import picocli.CommandLine;

/** Where the program starts: the one place that ends the JVM. Confined to the main thread. */
public final class Main {
  private Main() {}

  /** Runs the command that {@code args} names, and ends with its exit code. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // Libraries, too: what they print is read by machines.
    System.exit(execute(args));
  }

  /** Runs the command that {@code args} names. {@return its exit code} */
  static int execute(String... given) {
    String[] args = asOptions(given);
    CommandLine line = new CommandLine(new RootCommand());
    Commands.addTo(line, args.length == 0 ? "" : args[0]);
    ErrorPrinter errors = new ErrorPrinter();
    line.setParameterExceptionHandler(errors);
    line.setExecutionExceptionHandler(errors);
    line.setUsageHelpWidth(RootCommand.HELP_WIDTH);
    return line.execute(args);
  }

  /** What other programs have as commands, here are options. */
  private static String[] asOptions(String[] args) {
    if (args.length == 1 && args[0].equals("version")) {
      return new String[] {"--version"};
    }
    if (args.length == 0 || !args[0].equals("help")) {
      return args;
    }
    if (args.length == 1) {
      return new String[] {"--help"};
    }
    return Commands.isOne(args[1]) ? new String[] {args[1], "--help"} : new String[] {args[1]};
  }
}
