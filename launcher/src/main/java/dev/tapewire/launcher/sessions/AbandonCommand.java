package dev.tapewire.launcher.sessions;

import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Output;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.launcher.sessions.SessionView.DeliveryView;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stops owing a session to a destination. Confined to the main thread. */
@Command(
    name = "abandon",
    description = {
      "Stops owing a session to a destination: what is not delivered there is not sent any more.",
      "A running sender notices within a second. The tape stays as it is, and 'tapewire send",
      "--session' takes the delivery up again."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  tapewire abandon 20261122-101500-mic --to wss://example.org/audio"
    })
public final class AbandonCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "SESSION", description = "as 'tapewire sessions' lists it")
  private String session;

  @Option(
      names = "--to",
      paramLabel = "DEST",
      required = true,
      description = "as 'tapewire sessions' lists it")
  private String to;

  @Override
  public Integer call() throws IOException {
    SessionPaths paths = SessionPaths.of(common.tapes(), SessionId.check(session));
    Destination destination = Destination.parse(to);
    SessionView view = new SessionCatalog(common.tapes(), common.log()).get(session);
    List<DeliveryView> all = view.deliveries();
    Optional<DeliveryView> delivery =
        all.stream().filter(each -> each.to().equals(destination.name())).findFirst();
    if (delivery.isEmpty()) {
      List<String> names = all.stream().map(DeliveryView::to).toList();
      throw TapewireException.failed(
          "session "
              + session
              + " is not addressed to "
              + destination.name()
              + (names.isEmpty() ? "; it is to nobody" : "; it is to " + String.join(", ", names)));
    }
    if (delivery.get().complete()) {
      Output.line(destination.name() + " has " + session + " whole; nothing is owed");
    } else {
      String key = destination.key();
      Files.createDirectories(paths.destination(key));
      Files.writeString(paths.destinationName(key), destination.name());
      paths.abandoned(key).set();
      Output.line("session " + session + " is not owed to " + destination.name());
    }
    return ExitCode.OK.code();
  }
}
