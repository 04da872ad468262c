package dev.tapewire.launcher.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.tapewire.common.cli.Terminal;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.process.SignalTrap;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.time.Clock;
import dev.tapewire.launcher.supervise.CaptureInput;
import dev.tapewire.launcher.supervise.Child;
import dev.tapewire.launcher.supervise.CommandPipe;
import dev.tapewire.launcher.supervise.Crew;
import dev.tapewire.launcher.supervise.LogFunnel;
import dev.tapewire.launcher.supervise.ProcessStarter;
import dev.tapewire.launcher.supervise.Supervisor;
import dev.tapewire.launcher.supervise.SupervisorEvents;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One run, from its first process to the end of its last. Confined to the main thread. */
final class Run implements SupervisorEvents {
  private static final long STEP_NS = 20_000_000L; // A child's death is noticed at once besides.
  // While all run, it only looks whether a stop is wanted: a wake-up costs more than what it does.
  private static final long STEADY_STEP_NS = 100_000_000L;
  private static final long DRAW_NS = 100_000_000L;
  private static final String COMMAND_PREFIX = "cmd:";
  private static final int SIGNALLED = 128;

  private final RunPlan plan;
  private final ProcessScope scope;
  private final LogFunnel log;
  private final Clock clock;
  private final OwnReceiver own;
  private final Crew crew;
  private final LiveFigures figures;
  private final LiveLine line;
  private final String sessionBefore;
  private final long samplesBefore;
  private CaptureInput input = CaptureInput.none();
  private long drawnNs;
  private final Telling telling;
  private volatile int columns = Terminal.COLUMNS_USUAL;

  /** Starts nothing yet. */
  Run(RunPlan plan, ProcessScope scope, LogFunnel log, Clock clock) {
    this.plan = plan;
    this.scope = scope;
    this.log = log;
    this.clock = clock;
    this.own =
        plan.targets().isEmpty() ? new OwnReceiver(plan.received(), plan.common(), log) : null;
    this.crew = Crews.of(plan, own);
    this.figures =
        new LiveFigures(plan.tapes(), plan.session(), Crews.destinations(plan, own), clock);
    this.sessionBefore = figures.session();
    this.line = new LiveLine(figures);
    this.samplesBefore = figures.recordedSamples();
    this.telling = new Telling(clock.monotonicNs());
    if (log.isTerminal()) {
      columns = Terminal.columns();
      SignalTrap.handle("WINCH", () -> columns = Terminal.columns());
    }
  }

  /** Runs to the end. {@return how it ended} */
  ExitCode execute() {
    input = input();
    try {
      ProcessStarter starter =
          new ProcessStarter(
              plan.tapes(), input, log, own == null ? this::receiverLine : own::output);
      Supervisor supervisor = new Supervisor(crew, starter, this);
      while (supervisor.phase() != Supervisor.Phase.DONE) {
        long nowNs = clock.monotonicNs();
        supervisor.step(nowNs, scope.stopRequests());
        show(supervisor.phase(), nowNs);
        LockSupport.parkNanos(supervisor.isSteady() ? STEADY_STEP_NS : STEP_NS);
      }
      return supervisor.exitCode();
    } finally {
      input.close();
    }
  }

  /** {@return the sessions that it recorded, in order} */
  List<String> sessions() {
    List<String> ids =
        SessionParts.of(plan.tapes(), plan.session()).stream().map(SessionPaths::id).toList();
    return ids.subList(Math.max(0, ids.indexOf(sessionBefore)), ids.size());
  }

  /** {@return how often each kind of process was started again} */
  JsonObject restarts() {
    JsonObject restarts = new JsonObject();
    for (String name : new String[] {"capture", "sender", "receiver"}) {
      restarts.addProperty(
          name,
          crew.all().stream()
              .filter(child -> child.name().equals(name))
              .mapToInt(Child::restarts)
              .sum());
    }
    return restarts;
  }

  private CaptureInput input() {
    return switch (plan.source().kind()) {
      case COMMAND ->
          CommandPipe.start(plan.source().source().substring(COMMAND_PREFIX.length()), log);
      case STDIN -> CaptureInput.inherited();
      default -> CaptureInput.none();
    };
  }

  private void receiverLine(String text) {
    log.line("receiver", text);
  }

  private void show(Supervisor.Phase phase, long nowNs) {
    if (log.isTerminal() && nowNs - drawnNs >= DRAW_NS) {
      drawnNs = nowNs;
      log.live(line.terminal(phase, columns));
    }
    if (!log.isTerminal() && telling.mayBeDue(nowNs) && telling.isDue(line.gist(phase), nowNs)) {
      log.progress(line.plain(phase));
    }
  }

  @Override
  public long recordedSamples() {
    return figures.recordedSamples() - samplesBefore;
  }

  @Override
  public void givenUp(Child child, int exitCode) {
    log.line(
        "run",
        child.name()
            + " fails at once each time (it ended with "
            + exitCode
            + "); stopping, what is recorded is kept");
  }

  @Override
  public long senderBeat(String to) {
    return figures.destinations().stream()
        .filter(destination -> destination.name().equals(to))
        .mapToLong(figures::workingBeat)
        .max()
        .orElse(0);
  }

  @Override
  public boolean sessionHasEnded() {
    return figures.hasEnded();
  }

  @Override
  public void restarting(Child child, int exitCode) {
    if (child.failures() > 1) {
      return; // Told; if it goes on like that, that it is given up is told, too.
    }
    String how =
        exitCode > SIGNALLED
            ? "was killed by signal " + (exitCode - SIGNALLED)
            : "ended with " + exitCode;
    log.line("run", child.name() + " " + how + "; starting it again");
  }

  @Override
  public void captureIsOver() {
    input.close(); // A command gives the device back.
    if (recordedSamples() > 0) {
      log.info("recording is over; delivering what is left");
    }
  }

  @Override
  public void changed() {
    JsonArray children = new JsonArray();
    for (Child child : crew.all()) {
      JsonObject o = new JsonObject();
      o.addProperty("name", child.name());
      o.add("pid", child.pid() == 0 ? JsonNull.INSTANCE : new JsonPrimitive(child.pid()));
      o.addProperty("state", child.state());
      o.addProperty("restarts", child.restarts());
      o.addProperty("to", child.to());
      children.add(o);
    }
    try {
      scope.publish("session", new JsonPrimitive(plan.session()));
      scope.publish("children", children);
    } catch (IOException e) {
      log.line("run", "warning: status is not up to date: " + IoReason.of(e));
    }
  }
}
