package dev.tapewire.launcher.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tapewire.capture.CaptureSpec;
import dev.tapewire.capture.DurabilityOptions;
import dev.tapewire.capture.RetentionOptions;
import dev.tapewire.capture.SessionName;
import dev.tapewire.capture.SourceOptions;
import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.cli.DurationConverter;
import dev.tapewire.common.cli.TapeKeyOptions;
import dev.tapewire.common.cli.Terminal;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Output;
import dev.tapewire.common.process.ProcessFile;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.time.SystemClock;
import dev.tapewire.launcher.sessions.SessionCatalog;
import dev.tapewire.launcher.sessions.SessionView;
import dev.tapewire.launcher.supervise.LogFunnel;
import dev.tapewire.sender.LatencyOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tapewire run}: records and delivers, with a supervisor. Confined to the main thread. */
@Command(
    name = "run",
    description = "Records a source and delivers it; restarts what dies.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  tapewire run --source speech.wav --speed max",
      "      records a file and delivers it to a receiver of its own",
      "  tapewire run --to wss://example.org/audio --key-env AUDIO_KEY",
      "      records the microphone and streams it to a server",
      "",
      "Ctrl-C stops recording and delivers what is left; a second Ctrl-C stops at once."
    })
public final class RunCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Mixin private TapeKeyOptions tapeKey;

  @Mixin private SourceOptions sourceOptions;

  @Mixin private DurabilityOptions durability;

  @Mixin private RetentionOptions retention;

  @ArgGroup(exclusive = false, multiplicity = "0..*")
  private List<ToOptions> to = new ArrayList<>();

  @Mixin private LatencyOptions latency;

  @Option(
      names = "--received",
      paramLabel = "DIR",
      description = "where its own receiver writes (default: received, next to the tapes)")
  private Path received;

  @Option(
      names = "--drain",
      paramLabel = "DUR",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description =
          "on the way out, give up when nothing new was confirmed for so long (default: 30s)")
  private Duration drain;

  @Option(names = "--json", description = "a summary as JSON, alone on standard output")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    RunPlan plan = plan();
    ExitCode code;
    JsonObject restarts;
    List<String> sessions;
    boolean stopped;
    try (ProcessScope scope = ProcessScope.enter(plan.tapes(), "supervisor", "", 0);
        LogFunnel log = LogFunnel.toStandardError(Terminal.isStandardError(), common.quiet())) {
      ProcessFile.sweep(plan.tapes());
      log.info("session " + plan.session());
      Run run = new Run(plan, scope, log, new SystemClock());
      code = run.execute();
      restarts = run.restarts();
      sessions = run.sessions();
      stopped = scope.stopRequested();
    }
    return conclude(plan, new Outcome(code, restarts, sessions, stopped));
  }

  /** How a run went. Immutable. */
  private record Outcome(
      ExitCode code, JsonObject restarts, List<String> sessions, boolean stopped) {}

  private int conclude(RunPlan plan, Outcome outcome) {
    SessionCatalog catalog = new SessionCatalog(plan.tapes(), common.log());
    List<SessionView> views =
        outcome.sessions().stream().flatMap(id -> catalog.find(id).stream()).toList();
    ExitCode code = outcome.code();
    if (json) {
      Output.json(json(plan, outcome));
    } else if (code != ExitCode.USAGE) {
      Output.lines(new RunSummary(plan, views).lines());
    }
    if (views.isEmpty() && outcome.stopped()) {
      throw TapewireException.failed("stopped before anything was recorded");
    }
    if (code == ExitCode.UNDELIVERED && !views.isEmpty()) {
      throw TapewireException.undelivered(undelivered(new RunSummary(plan, views)));
    }
    return code.code();
  }

  private static JsonObject json(RunPlan plan, Outcome outcome) {
    JsonObject o = new JsonObject();
    o.addProperty("session", plan.session());
    o.addProperty("exit_code", outcome.code().code());
    o.add("restarts", outcome.restarts());
    if (outcome.sessions().size() > 1) {
      JsonArray sessions = new JsonArray();
      outcome.sessions().forEach(sessions::add);
      o.add("sessions", sessions);
    }
    return o;
  }

  private static String undelivered(RunSummary summary) {
    List<String> remedies = summary.remedies();
    return remedies.isEmpty()
        ? "an earlier session is not delivered; `tapewire sessions` shows which"
        : "recorded, but not all is delivered; finish it with: " + String.join("; and: ", remedies);
  }

  private List<String> sendOptions() {
    List<String> options = new ArrayList<>(List.of("--drain", drain.toMillis() + "ms"));
    options.addAll(latency.arguments());
    return options;
  }

  private RunPlan plan() {
    List<RunPlan.Target> targets = new ArrayList<>();
    for (ToOptions each : to) {
      targets.add(new RunPlan.Target(each.to(), each.destination(), each.arguments()));
    }
    Path tapes = common.tapes();
    refuseSeveralSources();
    CaptureSpec spec = sourceOptions.spec();
    durability.check();
    retention.check();
    List<String> captureOptions = new ArrayList<>(sourceOptions.arguments());
    captureOptions.addAll(durability.arguments());
    captureOptions.addAll(retention.arguments());
    String session = sourceOptions.session();
    String id =
        session == null ? SessionName.make(tapes, spec, new SystemClock().epochNs()) : session;
    sourceOptions.splitNs(id);
    TapeKey key = tapeKey.key();
    Tape.checkKey(SessionPaths.of(tapes, id), key);
    Path directory = received == null ? tapes.resolveSibling("received") : received;
    Prospects.check(tapes, id, targets.isEmpty() ? directory : null, new SystemClock());
    return new RunPlan(
        tapes,
        id,
        spec,
        captureOptions,
        targets,
        directory.toAbsolutePath().normalize(),
        sendOptions(),
        common.verbose(),
        common.quiet(),
        key);
  }

  private void refuseSeveralSources() {
    if (sourceOptions.sources().size() > 1) {
      throw TapewireException.usage(
          "run takes one --source; several: `tapewire capture --to DEST --source A --source B`"
              + " and `tapewire send --follow --to DEST`");
    }
  }
}
