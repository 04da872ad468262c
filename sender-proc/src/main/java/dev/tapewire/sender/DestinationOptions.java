package dev.tapewire.sender;

import dev.tapewire.common.cli.KeyOptions;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.session.Destination;
import dev.tapewire.sender.link.Approach;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** To whom one command sends, and how that is reached. A picocli mixin. */
public final class DestinationOptions {
  @Option(
      names = "--to",
      paramLabel = "DEST",
      description = "[PROFILE=]URI, or a speech service alone (see `tapewire services`)")
  private String to;

  @Option(names = "--destination", hidden = true, paramLabel = "NAME")
  private String name;

  @Mixin private KeyOptions key;

  @ArgGroup(exclusive = false, heading = ApproachOptions.HEADING)
  private ApproachOptions approach = new ApproachOptions();

  /** Takes {@code text} for the destination if none was given. */
  void orElse(String text) {
    to = to == null ? text : to;
  }

  /** {@return the destination, with the address where it is reached} */
  Destination destination() {
    if (to == null) {
      throw TapewireException.usage("--to is missing: give the destination, ws://HOST:PORT/PATH");
    }
    Destination parsed = approach.addressed(to);
    if (name == null) {
      return parsed;
    }
    if (name.startsWith(Destination.OWN_SCHEME + ":")) {
      String directory = name.substring(Destination.OWN_SCHEME.length() + 1);
      return Destination.own(directory, parsed.uri());
    }
    return new Destination(parsed.profile(), parsed.uri(), name);
  }

  /** {@return how {@code destination} is reached} */
  Approach approach(Destination destination) {
    return approach.approach(destination, key);
  }

  /** Runs {@code with}, with our own receiver running meanwhile if it is the destination. */
  int run(OwnReceiver own, Run with) throws Exception {
    Destination destination = destination();
    if (!destination.isOwn() || destination.uri().getPort() > 0) {
      return with.run(destination);
    }
    if (own == null) {
      throw TapewireException.usage("--to " + to + ": give the receiver's address, ws://HOST:PORT");
    }
    String directory = destination.name().substring(Destination.OWN_SCHEME.length() + 1);
    try (OwnReceiver.Running running = own.start(directory)) {
      return with.run(Destination.own(directory, running.uri()));
    }
  }

  /** What is done with a destination. */
  interface Run {
    /** {@return the exit code} */
    int run(Destination destination) throws Exception;
  }
}
