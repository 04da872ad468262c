package dev.tapewire.common.cli;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Dated;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.log.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of every command; a picocli mixin. */
public final class CommonOptions {
  @Option(
      names = "--tapes",
      paramLabel = "DIR",
      description = "where sessions live (default: $TAPEWIRE_HOME/tapes)")
  private Path tapes;

  @Option(names = "--verbose", description = "stack traces and detail on standard error")
  private boolean verbose;

  @Option(names = "--quiet", description = "warnings and errors alone on standard error")
  private boolean quiet;

  /** {@return where sessions live, absolute} */
  public Path tapes() {
    if (tapes != null && tapes.toString().isEmpty()) {
      throw TapewireException.usage("--tapes '': name a directory");
    }
    Path chosen = tapes == null ? home().resolve("tapes") : tapes;
    return chosen.toAbsolutePath().normalize();
  }

  /**
   * {@return where sessions live, for a command that lists them; one that was named and is not
   * there is told: it may be a slip, and the default one is made by the first recording}
   */
  public Path tapesToList() {
    Path chosen = tapes();
    if (tapes != null && !Files.isDirectory(chosen)) {
      log().warn("--tapes " + tapes + ": there is no such directory");
    }
    return chosen;
  }

  /** {@return whether detail is wanted} */
  public boolean verbose() {
    return verbose;
  }

  /** {@return whether only what a user may want to act on is to be told} */
  public boolean quiet() {
    return quiet;
  }

  /** {@return a log on standard error} */
  public Log log() {
    return new Log(Output.log(), detail(), false);
  }

  /** {@return a log on standard error of a process that runs on: off a terminal it says when} */
  public Log datedLog() {
    return new Log(Output.log(), detail(), Dated.isWanted(Terminal.isStandardError()));
  }

  private Log.Detail detail() {
    if (verbose) {
      return Log.Detail.VERBOSE;
    }
    return quiet ? Log.Detail.QUIET : Log.Detail.NORMAL;
  }

  private static Path home() {
    String home = System.getenv("TAPEWIRE_HOME");
    if (home != null && !home.isEmpty()) {
      return Path.of(home);
    }
    String data = System.getenv("XDG_DATA_HOME");
    if (data != null && !data.isEmpty()) {
      return Path.of(data, "tapewire");
    }
    String user = System.getenv("HOME"); // What ~ means to a shell; Java asks the password file.
    String known = user == null || user.isEmpty() ? System.getProperty("user.home", "") : user;
    if (!Path.of(known).isAbsolute()) { // Of a user who is in no password file Java says "?".
      throw TapewireException.usage(
          "no home directory is known to keep sessions in; give --tapes DIR, or set HOME or"
              + " TAPEWIRE_HOME");
    }
    return Path.of(known, ".local", "share", "tapewire");
  }
}
