package dev.tapewire.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tapewire} itself: says what there is. Confined to the main thread. */
@Command(
    name = "tapewire",
    description = "A flight recorder and lossless uplink for live audio.",
    mixinStandardHelpOptions = true,
    versionProvider = ManifestVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  tapewire run --source speech.wav --speed max",
      "      records a file and delivers it to a receiver of its own",
      "  tapewire run --to ws://127.0.0.1:8765",
      "      records the microphone and streams it to a WebSocket server",
      "  tapewire sessions",
      "      lists what was recorded",
      "",
      "tapewire COMMAND --help, or tapewire help COMMAND, tells more of one command."
    })
final class RootCommand implements Callable<Integer> {
  static final int HELP_WIDTH = 100;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    throw new CommandLine.ParameterException(spec.commandLine(), "no command given");
  }
}
