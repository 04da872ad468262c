package dev.tapewire.launcher.sessions;

import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.log.Output;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists sessions. Confined to the main thread. */
@Command(
    name = "sessions",
    description = "Lists sessions: what was recorded, and how far each destination has it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  tapewire sessions",
      "  tapewire sessions --json --tapes /var/tapes"
    })
public final class SessionsCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Option(names = "--json", description = "one JSON document on standard output")
  private boolean json;

  @Override
  public Integer call() {
    List<SessionView> views = new SessionCatalog(common.tapesToList(), common.log()).list();
    if (json) {
      Output.json(SessionJson.sessions(views));
    } else if (views.isEmpty()) {
      Output.line("no sessions in " + common.tapes());
    } else {
      Output.lines(SessionTable.lines(views));
    }
    return ExitCode.OK.code();
  }
}
