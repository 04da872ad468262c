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
import dev.tapewire.common.tape.Part;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.time.Clock;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
      "      even though not all of it is delivered",
      "  tapewire delete ward --all",
      "      all parts of a recording that was split"
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

  @Option(names = "--all", description = "of a recording that was split, remove all parts")
  private boolean all;

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
    List<Part> parts = SessionParts.timeline(tapes, session);
    if (parts.size() > 1 && !all) {
      throw TapewireException.usage(
          "session "
              + session
              + " has "
              + parts.size()
              + " parts: "
              + parts.stream().map(part -> part.paths().id()).collect(Collectors.joining(" "))
              + "; delete them all with --all");
    }
    SessionCatalog catalog = new SessionCatalog(tapes, common.log());
    List<Set<String>> keys = new ArrayList<>();
    for (Part part : parts) {
      keys.add(check(tapes, catalog, part.paths()));
    }
    for (int i = 0; i < parts.size(); i++) {
      SessionPaths each = parts.get(i).paths();
      for (String key : keys.get(i)) {
        letGo(each, key);
      }
      remove(each);
      Output.line("session " + each.id() + " is deleted");
    }
    return ExitCode.OK.code();
  }

  /** {@return the keys of the destinations that are to let go of it} */
  private Set<String> check(Path tapes, SessionCatalog catalog, SessionPaths paths)
      throws IOException {
    SessionView view;
    try {
      view = catalog.get(paths.id());
    } catch (TapewireException e) {
      return checkUnreadable(paths, e);
    }
    if (LiveSession.isRecorded(tapes, view)) {
      throw TapewireException.failed(
          "session " + paths.id() + " is being recorded; stop that before it is deleted");
    }
    Owed owed = Owed.of(paths, view.summary());
    if (!force && !owed.isNothing()) {
      throw refusal(paths.id(), owed);
    }
    return owed.addressees().stream().map(Addressee::key).collect(Collectors.toSet());
  }

  /** Nobody knows to whom one is owed of which nothing can be read, and nobody can send it. */
  private Set<String> checkUnreadable(SessionPaths paths, TapewireException why) {
    if (!Tape.isSession(paths) || !Files.isDirectory(paths.directory())) {
      throw why;
    }
    if (!force) {
      throw TapewireException.failed(
          why.getMessage() + "; delete it all the same with --force", why);
    }
    return Set.of();
  }

  private static TapewireException refusal(String id, Owed owed) {
    String why =
        owed.addressed()
            ? "is not all delivered to " + String.join(", ", owed.to())
            : "was never delivered to anybody";
    return TapewireException.failed(
        "session " + id + " " + why + "; delete it all the same with --force");
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
          "session " + paths.id() + " is in use by process " + holder + "; stop that one first");
    }
  }
}
