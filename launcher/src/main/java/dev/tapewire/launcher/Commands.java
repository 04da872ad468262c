package dev.tapewire.launcher;

import dev.tapewire.launcher.sessions.ExportCommand;
import dev.tapewire.launcher.sessions.SessionsCommand;
import dev.tapewire.launcher.sessions.StatusCommand;
import dev.tapewire.launcher.sessions.VerifyCommand;
import dev.tapewire.receiver.ReceiveCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * Every command by its name. Only the one that was asked for is made, so that its start does not
 * pay for loading the others. Immutable.
 */
final class Commands {
  private Commands() {}

  /** Adds the command {@code wanted} to {@code line}, or, if that is none, all of them. */
  static void addTo(CommandLine line, String wanted) {
    Map<String, Supplier<Object>> all = all();
    if (all.containsKey(wanted)) {
      line.addSubcommand(wanted, all.get(wanted).get());
    } else {
      all.forEach((name, command) -> line.addSubcommand(name, command.get()));
    }
  }

  private static Map<String, Supplier<Object>> all() {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("receive", ReceiveCommand::new);
    all.put("export", ExportCommand::new);
    all.put("sessions", SessionsCommand::new);
    all.put("status", StatusCommand::new);
    all.put("verify", VerifyCommand::new);
    return all;
  }
}
