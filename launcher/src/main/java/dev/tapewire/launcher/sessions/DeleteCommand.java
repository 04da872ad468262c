package dev.tapewire.launcher.sessions;

import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.log.Output;
import dev.tapewire.common.session.Addressee;
import dev.tapewire.common.session.Owed;
import dev.tapewire.common.session.Removal;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.Clock;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes a session. Confined to the main thread. */
@Command(
    name = "delete",
    description = {
      "Removes a session, its tape and all that belongs to it. What was delivered stays where it is.",
      "Killed in the middle, the session is gone for every command, and the next 'tapewire delete'",
      "removes what is left of it."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  tapewire delete 20261122-101500-mic",
      "  tapewire delete 20261122-101500-mic --force",
      "      even though not all of it is delivered"
    })
public final class DeleteCommand implements Callable<Integer> {
  private static final long POLL_MS = 50;

  /** A sender looks every 500 ms whether it has still to send a session. */
  private static final long SENDER_NS_MAX = 10_000_000_000L;

  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "SESSION", description = "as 'tapewire sessions' lists it")
  private String session;

  @Option(names = "--force", description = "remove it also if not all of it is delivered")
  private boolean force;

  private final Clock clock = new SystemClock();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path tapes = common.tapes();
    SessionPaths paths = SessionPaths.of(tapes, SessionId.check(session));
    List<String> finished = Removal.finish(tapes);
    if (finished.contains(session) && !Files.isDirectory(paths.directory())) {
      Output.line("session " + session + " is deleted; some of it was left");
      return ExitCode.OK.code();
    }
    SessionView view = new SessionCatalog(tapes, common.log()).get(session);
    if (LiveSession.isRecorded(tapes, view)) {
      throw TapewireException.failed(
          "session " + session + " is being recorded; stop that before it is deleted");
    }
    Owed owed = Owed.of(paths, view.summary());
    if (!force && !owed.isNothing()) {
      throw refusal(owed);
    }
    for (Addressee to : owed.addressees()) {
      letGo(paths, to.key());
    }
    remove(paths);
    Output.line("session " + session + " is deleted");
    return ExitCode.OK.code();
  }

  private TapewireException refusal(Owed owed) {
    String why =
        owed.addressed()
            ? "is not all delivered to " + String.join(", ", owed.to())
            : "was never delivered to anybody";
    return TapewireException.failed(
        "session " + session + " " + why + "; delete it all the same with --force");
  }

  /** A sender that has it open closes it when it is not owed any more. */
  private static void letGo(SessionPaths paths, String key) throws IOException {
    Path directory = paths.destination(key);
    paths.check(directory);
    if (OwnFiles.isDirectory(directory)) {
      paths.abandoned(key).set();
    }
  }

  private void remove(SessionPaths paths) throws IOException, InterruptedException {
    long untilNs = clock.monotonicNs() + SENDER_NS_MAX;
    String holder = Removal.remove(paths);
    while (holder != null && clock.monotonicNs() < untilNs) {
      Thread.sleep(POLL_MS);
      holder = Removal.remove(paths);
    }
    if (holder != null) {
      throw TapewireException.failed(
          "session " + session + " is in use by process " + holder + "; stop that one first");
    }
  }
}
