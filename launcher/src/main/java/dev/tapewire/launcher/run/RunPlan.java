package dev.tapewire.launcher.run;

import dev.tapewire.capture.CaptureSpec;
import dev.tapewire.capture.SourceKind;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.Destination;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one run is to do. Immutable.
 *
 * @param tapes where sessions live, absolute
 * @param session to begin or go on with
 * @param source what is captured
 * @param captureOptions the arguments that say so to capture, and how
 * @param targets to whom; empty: a receiver of its own
 * @param received where a receiver of its own writes, absolute
 * @param sendOptions the arguments that every sender gets on how to deliver
 * @param verbose whether detail is wanted
 * @param quiet whether only what a user may want to act on is to be told
 * @param tapeKey seals the tape, or null
 */
record RunPlan(
    Path tapes,
    String session,
    CaptureSpec source,
    List<String> captureOptions,
    List<Target> targets,
    Path received,
    List<String> sendOptions,
    boolean verbose,
    boolean quiet,
    TapeKey tapeKey) {

  RunPlan {
    captureOptions = List.copyOf(captureOptions);
    targets = List.copyOf(targets);
    sendOptions = List.copyOf(sendOptions);
  }

  /**
   * One destination. Immutable.
   *
   * @param to as on the command line
   * @param destination what that means
   * @param options what stood after it
   */
  record Target(String to, Destination destination, List<String> options) {
    Target {
      options = List.copyOf(options);
    }
  }

  /** {@return whether what the source gives waits for nobody} */
  boolean live() {
    return source.kind() != SourceKind.FILE;
  }

  /** {@return the arguments that every child gets} */
  List<String> common() {
    String pid = Long.toString(ProcessHandle.current().pid());
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--tapes", tapes.toString(), "--supervised-by", pid));
    if (verbose) {
      arguments.add("--verbose");
    }
    if (quiet) {
      arguments.add("--quiet");
    }
    return arguments;
  }

  /** {@return the arguments that every child gets that writes or reads the tape} */
  List<String> ofTape() {
    List<String> arguments = common();
    if (tapeKey != null) {
      arguments.addAll(List.of(TapeKey.OPTION, tapeKey.file().toString()));
    }
    return arguments;
  }
}
