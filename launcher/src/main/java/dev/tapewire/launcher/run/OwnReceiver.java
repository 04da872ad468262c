package dev.tapewire.launcher.run;

import dev.tapewire.common.session.Destination;
import dev.tapewire.launcher.supervise.Child;
import dev.tapewire.launcher.supervise.LogFunnel;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our own receiver: it picks a free port in its first life and keeps it in the later ones. Its
 * output is read on a thread of its own; all else is confined to the supervisor's thread.
 */
final class OwnReceiver {
  private static final Pattern LISTENING = Pattern.compile("listening ws://127\\.0\\.0\\.1:(\\d+)");

  private final Path directory;
  private final List<String> common;
  private final LogFunnel log;
  private volatile int port;

  /**
   * Starts nothing yet.
   *
   * @param directory where it writes
   * @param common arguments of every child
   */
  OwnReceiver(Path directory, List<String> common, LogFunnel log) {
    this.directory = directory;
    this.common = common;
    this.log = log;
  }

  /** {@return the destination that it is, whatever its port} */
  Destination destination() {
    return Destination.own(directory.toString(), URI.create("ws://127.0.0.1:" + port));
  }

  /** {@return where it is reached, or empty before it listens} */
  Optional<String> uri() {
    return port == 0 ? Optional.empty() : Optional.of("ws://127.0.0.1:" + port);
  }

  /** {@return the process to keep running} */
  Child child() {
    return new Child("receiver", "", restarts -> Optional.of(arguments()));
  }

  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of("receive", "--listen", "127.0.0.1:" + port, "--out", directory.toString()));
    arguments.addAll(common);
    return arguments;
  }

  /** Takes a line of its standard output. */
  void output(String line) {
    Matcher m = LISTENING.matcher(line);
    if (m.matches()) {
      port = Integer.parseInt(m.group(1));
    } else {
      log.line("receiver", line);
    }
  }
}
