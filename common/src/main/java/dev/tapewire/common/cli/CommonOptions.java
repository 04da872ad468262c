package dev.tapewire.common.cli;

import dev.tapewire.common.log.Log;
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

  /** {@return where sessions live, absolute} */
  public Path tapes() {
    Path chosen = tapes == null ? home().resolve("tapes") : tapes;
    return chosen.toAbsolutePath().normalize();
  }

  /** {@return whether detail is wanted} */
  public boolean verbose() {
    return verbose;
  }

  /** {@return a log on standard error} */
  public Log log() {
    return new Log(System.err, verbose);
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
    return Path.of(
        user == null || user.isEmpty() ? System.getProperty("user.home") : user,
        ".local",
        "share",
        "tapewire");
  }
}
