package dev.tapewire.capture.source;

import dev.tapewire.common.session.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * How a source's command ended, whose output came to its end: asked until it is known. Confined to
 * the reader thread.
 */
public final class CommandEnd implements Ending {
  /**
   * Between the end of its output and its own; a busy machine may take seconds. One that takes
   * longer has closed its output and goes on with something else, which is no failure.
   */
  private static final long WAIT_NS_MAX = 10_000_000_000L;

  private static final long POLL_NS = 10_000_000L;

  private final String command;
  private final Supplier<Integer> exitCode;
  private final Surroundings around;

  /**
   * Tells of {@code command}.
   *
   * @param exitCode null while it runs
   */
  public CommandEnd(String command, Supplier<Integer> exitCode, Surroundings around) {
    this.command = SourceText.shownCommand(command);
    this.exitCode = exitCode;
    this.around = around;
  }

  /** {@return that of a command that another process started, and tells its end in {@code file}} */
  public static CommandEnd toldIn(Path file, String command, Surroundings around) {
    return new CommandEnd(command, () -> codeIn(file), around);
  }

  private static Integer codeIn(Path file) {
    try {
      return Files.exists(file) ? Integer.valueOf(Files.readString(file).strip()) : null;
    } catch (IOException | NumberFormatException e) {
      return null; // It is just being written.
    }
  }

  @Override
  public String failure() {
    long untilNs = around.clock().monotonicNs() + WAIT_NS_MAX;
    Integer code = exitCode.get();
    while (code == null && around.clock().monotonicNs() < untilNs) {
      around.idle().accept(POLL_NS);
      code = exitCode.get();
    }
    return code == null || code == 0
        ? null
        : "command '" + command + "' ended with exit code " + code;
  }
}
