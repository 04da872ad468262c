package dev.tapewire.receiver;

import dev.tapewire.common.error.TapewireException;
import picocli.CommandLine;

/** Runs the command in a process of its own, as the launcher does. */
public final class ReceiveMain {
  private ReceiveMain() {}

  /** Takes the command's arguments. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new ReceiveCommand());
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (e instanceof TapewireException told) {
            System.err.println("tapewire: " + told.getMessage());
            return told.exitCode().code();
          }
          throw e;
        });
    System.exit(line.execute(args));
  }
}
