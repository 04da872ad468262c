package dev.tapewire.launcher;

import dev.tapewire.common.cli.ShellWord;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Prints a failure as one line on standard error, with the stack trace only if {@code --verbose}
 * was given. Confined to the main thread.
 */
final class ErrorPrinter implements IParameterExceptionHandler, IExecutionExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    if (e.getCause() instanceof TapewireException told) {
      return tell(named(told, e.getArgSpec()), false);
    }
    CommandLine line = e.getCommandLine();
    boolean atRoot = line.getParent() == null;
    String what =
        atRoot && e instanceof UnmatchedArgumentException && !args[0].startsWith("-")
            ? "no command '" + args[0] + "'"
            : oneLine(e.getMessage() + sourceHint(line, e))
                .replaceFirst("^Error: ", ""); // Some of picocli's begin so.
    String command = line.getCommandSpec().qualifiedName();
    Output.error("tapewire: " + what + meant(e) + "; try '" + command + " --help'");
    return ExitCode.USAGE.code();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    boolean verbose = parsed.expandedArgs().contains("--verbose");
    if (e instanceof ParameterException parameter) {
      return handleParseException(parameter, new String[0]);
    }
    if (e instanceof TapewireException told) {
      return tell(told, verbose);
    }
    if (e instanceof IOException || e instanceof UncheckedIOException) {
      return tell(TapewireException.failed(IoReason.withFile(e), e), verbose);
    }
    Output.error("tapewire: unexpected: " + oneLine(e.toString()) + hint(verbose));
    trace(e, verbose);
    return ExitCode.FAILED.code();
  }

  /** A converter knows the value that is none, and not of which option it is. */
  private static TapewireException named(TapewireException e, ArgSpec of) {
    String name = of instanceof OptionSpec option ? option.longestName() : null;
    return name == null || e.getMessage().contains(name)
        ? e
        : TapewireException.usage(name + ": " + e.getMessage());
  }

  /** {@return what somebody may have meant who missed a key, or an empty text} */
  private static String meant(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    String said = unmatched.getUnmatched().get(0);
    return unmatched.getSuggestions().stream()
        .filter(each -> beginAlike(each, said))
        .findFirst()
        .map(each -> "; did you mean '" + each + "'")
        .orElse("");
  }

  /** What is only as long and has some letters in common was not meant. */
  private static boolean beginAlike(String one, String other) {
    String first = one.replaceFirst("^-+", "");
    String second = other.replaceFirst("^-+", "");
    return !second.isEmpty() && first.regionMatches(true, 0, second, 0, 1);
  }

  /** People name what is to be recorded as other programs have it. */
  private static String sourceHint(CommandLine line, ParameterException e) {
    boolean records = line.getCommandSpec().optionsMap().containsKey("--source");
    if (!records || !(e instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    String first = unmatched.getUnmatched().get(0);
    return first.startsWith("-")
        ? ""
        : "; name a source by --source: "
            + line.getCommandSpec().qualifiedName()
            + " --source "
            + ShellWord.quoted(first);
  }

  private int tell(TapewireException e, boolean verbose) {
    Output.error("tapewire: " + oneLine(e.getMessage()));
    trace(e, verbose);
    return e.exitCode().code();
  }

  private void trace(Exception e, boolean verbose) {
    if (verbose) {
      Output.trace(e);
    }
  }

  private static String hint(boolean verbose) {
    return verbose ? "" : "; --verbose shows where";
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
