package dev.tapewire.launcher;

import dev.tapewire.capture.CaptureCommand;
import dev.tapewire.capture.DevicesCommand;
import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.launcher.replies.RepliesCommand;
import dev.tapewire.launcher.run.OwnReceiverProcess;
import dev.tapewire.launcher.run.RunCommand;
import dev.tapewire.launcher.services.ServicesCommand;
import dev.tapewire.launcher.sessions.AbandonCommand;
import dev.tapewire.launcher.sessions.DeleteCommand;
import dev.tapewire.launcher.sessions.ExportCommand;
import dev.tapewire.launcher.sessions.PauseCommand;
import dev.tapewire.launcher.sessions.ResumeCommand;
import dev.tapewire.launcher.sessions.SessionsCommand;
import dev.tapewire.launcher.sessions.StatusCommand;
import dev.tapewire.launcher.sessions.VerifyCommand;
import dev.tapewire.receiver.ReceiveCommand;
import dev.tapewire.sender.OwnReceiver;
import dev.tapewire.sender.ReplayCommand;
import dev.tapewire.sender.SendCommand;
import java.nio.file.Path;
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
    Map<String, Supplier<Object>> all = all(line);
    if (all.containsKey(wanted)) {
      line.addSubcommand(wanted, all.get(wanted).get());
    } else {
      all.forEach((name, command) -> line.addSubcommand(name, command.get()));
    }
    line.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(new ManifestVersion()));
    line.setExpandAtFiles(false); // An argument that begins with @ is that argument.
  }

  /** {@return whether there is a command of that name} */
  static boolean isOne(String name) {
    return all(null).containsKey(name);
  }

  private static Map<String, Supplier<Object>> all(CommandLine line) {
    Supplier<OwnReceiver> own = () -> new OwnReceiverProcess(() -> tapes(line));
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("run", RunCommand::new);
    all.put("capture", CaptureCommand::new);
    all.put("devices", DevicesCommand::new);
    all.put("send", () -> new SendCommand(own.get()));
    all.put("receive", ReceiveCommand::new);
    all.put("replay", () -> new ReplayCommand(own.get()));
    all.put("pause", PauseCommand::new);
    all.put("resume", ResumeCommand::new);
    all.put("abandon", AbandonCommand::new);
    all.put("delete", DeleteCommand::new);
    all.put("export", ExportCommand::new);
    all.put("replies", RepliesCommand::new);
    all.put("sessions", SessionsCommand::new);
    all.put("services", ServicesCommand::new);
    all.put("status", StatusCommand::new);
    all.put("verify", VerifyCommand::new);
    return all;
  }

  /** {@return the tapes directory of the command that was parsed} */
  private static Path tapes(CommandLine line) {
    CommandLine command = line.getParseResult().subcommand().commandSpec().commandLine();
    return ((CommonOptions) command.getCommandSpec().mixins().get("common").userObject()).tapes();
  }
}
