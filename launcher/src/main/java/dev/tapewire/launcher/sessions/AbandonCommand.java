package dev.tapewire.launcher.sessions;

import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.log.Output;
import dev.tapewire.common.session.Addressee;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.DestinationName;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.launcher.sessions.SessionView.DeliveryView;
import java.io.IOException;
import java.util.List;
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
    SessionView view = new SessionCatalog(common.tapes(), common.log()).get(session);
    List<DeliveryView> all = view.deliveries();
    DeliveryView delivery = meant(all);
    String name = delivery.to();
    if (delivery.complete()) {
      Output.line(name + " has " + session + " whole; nothing is owed");
    } else {
      String key = key(paths, view, name);
      paths.make(paths.destination(key));
      if (!OwnFiles.isFile(paths.destinationName(key))) {
        DestinationName.write(paths.destinationName(key), name);
      }
      paths.abandoned(key).set();
      Output.line("session " + session + " is not owed to " + name);
    }
    return ExitCode.OK.code();
  }

  /** As it is listed, or as it was given to a sender, settings apart, if that is one alone. */
  private DeliveryView meant(List<DeliveryView> all) {
    String asked = Destination.parse(to).name();
    List<DeliveryView> meant = all.stream().filter(each -> each.to().equals(to)).toList();
    if (meant.isEmpty()) {
      meant = all.stream().filter(each -> each.to().equals(asked)).toList();
    }
    if (meant.isEmpty()) {
      meant = all.stream().filter(each -> Destination.isMeant(to, each.to())).toList();
    }
    if (meant.size() == 1) {
      return meant.get(0);
    }
    List<String> names = (meant.isEmpty() ? all : meant).stream().map(DeliveryView::to).toList();
    String what = meant.isEmpty() ? " is not addressed to " : " is addressed to more than one ";
    throw TapewireException.failed(
        "session "
            + session
            + what
            + asked
            + (names.isEmpty() ? "; it is to nobody" : "; it is to " + String.join(", ", names)));
  }

  private static String key(SessionPaths paths, SessionView view, String name) throws IOException {
    for (Addressee each : Addressee.of(paths, view.summary().to())) {
      if (each.name().equals(name)) {
        return each.key();
      }
    }
    return Destination.keyOf(name);
  }
}
