package dev.tapewire.capture;

import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.cli.SupervisedOptions;
import dev.tapewire.common.cli.TapeKeyOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.OpenFiles;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.time.Clock;
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
      "      records what a command gives",
      "  tapewire capture --rate 16000 --source mic:USB --session hall"
          + " --source tone --session test",
      "      records two sources in one process, each as a session of its own; options",
      "      after a --source are about it, those before the first about all"
    })
public final class CaptureCommand implements Callable<Integer> {
  @Mixin private SourceOptions sourceOptions;
  @Mixin private DurabilityOptions durability;
  @Mixin private RetentionOptions retention;
  @Mixin private CommonOptions common;
  @Mixin private TapeKeyOptions tapeKey;
  @Mixin private SupervisedOptions supervised;

  @Option(
      names = "--to",
      paramLabel = "DEST",
      description = "note on the tape that the session is for this destination; may be repeated")
  private List<String> to = List.of();

  @Option(names = "--address", hidden = true)
  private List<String> addresses = List.of();

  @Option(names = "--piped", paramLabel = "SRC", hidden = true)
  private String piped;

  @Option(names = "--piped-exit", paramLabel = "FILE", hidden = true)
  private Path pipedExit;

  /** Given from the second life on: the life before may have died behind the end of its work. */
  @Option(names = "--again", hidden = true)
  private boolean again;

  @Override
  public Integer call() throws InterruptedException {
    Clock clock = new SystemClock();
    List<SourcePlan> plans =
        SourcePlans.of(sourceOptions, piped(), common.tapes(), clock, OpenFiles.max());
    List<String> names = names();
    Durability wanted = durability.durability();
    RetentionRules rules = retention.rules();
    // Refused before the source is opened.
    TapeKey key = tapeKey.key();
    SourceSession.Terms terms = new SourceSession.Terms(common.tapes(), names, key, wanted, again);
    Log log = common.datedLog();
    if (!again) {
      sourceOptions.sources().forEach(source -> source.ignored().forEach(log::warn));
    }
    long supervisor = supervised.supervisorPid();
    try (ProcessScope scope = ProcessScope.enter(common.tapes(), "capture", "", supervisor);
        Housekeeping housekeeping = new Housekeeping(common.tapes(), rules, clock, log)) {
      housekeeping.start();
      CaptureContext context =
          new CaptureContext(scope, supervisor, clock, new SecureRandom(), log, housekeeping);
      if (plans.size() == 1) {
        new SourceSession(plans.get(0), terms, context).run();
      } else {
        new SourceCrew(plans, log)
            .run(plan -> new SourceSession(plan, terms, context.of(plan.session())).run());
      }
    }
    return ExitCode.OK.code();
  }

  private SourcePlan.Piped piped() {
    return piped == null ? null : new SourcePlan.Piped(piped, pipedExit);
  }

  private List<String> names() {
    Stream<String> parsed = to.stream().map(each -> Destination.parse(each).name());
    List<String> names = new ArrayList<>(parsed.toList());
    names.addAll(addresses);
    return names;
  }
}
