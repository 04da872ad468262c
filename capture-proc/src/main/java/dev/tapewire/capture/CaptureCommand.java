package dev.tapewire.capture;

import dev.tapewire.capture.source.AudioSource;
import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.cli.SupervisedOptions;
import dev.tapewire.common.cli.TapeKeyOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.time.SystemClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tapewire capture}: a source onto a tape. Confined to the main thread. */
@Command(
    name = "capture",
    description = "Records a source onto a tape; needs no network and no receiver.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  tapewire capture",
      "      records the microphone until Ctrl-C",
      "  tapewire capture --source 'cmd:arecord -t raw -f S16_LE -r 48000' --rate 48000",
      "      records what a command gives"
    })
public final class CaptureCommand implements Callable<Integer> {
  @Mixin private SourceOptions sourceOptions;
  @Mixin private DurabilityOptions durability;
  @Mixin private RetentionOptions retention;
  @Mixin private CommonOptions common;
  @Mixin private TapeKeyOptions tapeKey;
  @Mixin private SupervisedOptions supervised;

  @Option(
      names = "--session",
      paramLabel = "ID",
      description = "begin this session, or go on with it (default: made from time and source)")
  private String session;

  @Option(
      names = "--to",
      paramLabel = "DEST",
      description = "note on the tape that the session is for this destination; may be repeated")
  private List<String> to = List.of();

  @Option(names = "--address", hidden = true)
  private List<String> addresses = List.of();

  @Option(names = "--piped", paramLabel = "SRC", hidden = true)
  private String piped;

  /** Given from the second life on: the life before may have died behind the end of its work. */
  @Option(names = "--again", hidden = true)
  private boolean again;

  @Override
  public Integer call() {
    CaptureSpec spec = piped == null ? sourceOptions.spec() : sourceOptions.spec(piped);
    List<String> names = names();
    durability.check();
    retention.check();
    tapeKey.key(); // Refused before the source is opened.
    if (session != null) {
      SessionId.check(session);
    }
    Log log = common.log();
    try (ProcessScope scope =
        ProcessScope.enter(common.tapes(), "capture", "", supervised.supervisorPid())) {
      CaptureContext context =
          new CaptureContext(
              scope, supervised.supervisorPid(), new SystemClock(), new SecureRandom(), log);
      try (AudioSource source = new SourceOpener(spec, context).open(piped != null)) {
        if (source != null) {
          record(source, spec, names, context);
        }
      }
    }
    return ExitCode.OK.code();
  }

  private void record(
      AudioSource source, CaptureSpec spec, List<String> names, CaptureContext context) {
    Path tapes = common.tapes();
    String id =
        session == null ? SessionName.make(tapes, spec, context.clock().epochNs()) : session;
    NewSession wanted =
        new NewSession(
            source.format(),
            spec.source(),
            spec.frameSamplesOf(source.format()),
            names,
            tapeKey.key());
    long splitSamples = source.format().toSamples(sourceOptions.splitNs(id));
    if ((again || spec.kind() == SourceKind.FILE) && isWhole(tapes, id, wanted)) {
      context.log().info("session " + id + " is whole already");
      return;
    }
    SessionOpener opener =
        new SessionOpener(wanted, spec, durability.durability(), retention.rules(), context);
    try (TapeChain chain = TapeChain.open(tapes, id, splitSamples, opener, context.log())) {
      names.forEach(chain.tape()::address);
      context
          .log()
          .info(
              "recording "
                  + spec.source()
                  + ", "
                  + source.format()
                  + " as session "
                  + chain.paths().id()
                  + (chain.tape().resumed() ? ", going on" : ""));
      PipeCounters pipe = PipeCounters.open(chain.first());
      new Recording(source, chain, pipe, spec, context).run();
    }
  }

  private static boolean isWhole(Path tapes, String id, NewSession wanted) {
    List<SessionPaths> parts = SessionParts.of(tapes, id);
    if (parts.isEmpty() || !Tape.hasEnded(parts.get(parts.size() - 1))) {
      return false;
    }
    try (TapeReader tape = Tape.openReader(parts.get(parts.size() - 1))) {
      SessionHeader header = tape.header();
      return header.source().equals(wanted.source()) && header.format().equals(wanted.format());
    }
  }

  private List<String> names() {
    Stream<String> parsed = to.stream().map(each -> Destination.parse(each).name());
    List<String> names = new ArrayList<>(parsed.toList());
    names.addAll(addresses);
    return names;
  }
}
