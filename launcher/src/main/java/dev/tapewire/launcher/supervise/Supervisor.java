package dev.tapewire.launcher.supervise;

import dev.tapewire.common.error.ExitCode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Keeps the processes of one run alive and stops them in order: capture first, then the senders,
 * which deliver what is left, the receiver last. Owns no process, thread or clock: {@link #step} is
 * called again and again with the time. Confined to the thread that steps it.
 */
public final class Supervisor {
  /** Where a run stands. */
  public enum Phase {
    RECORDING,
    STOPPING_CAPTURE,
    DRAINING,
    STOPPING_RECEIVER,
    DONE
  }

  private static final int SIGNALLED = 128; // Exit codes from here on: a signal killed it.
  private static final int AT_ONCE = 2; // A second wish to stop is one to stop at once.
  private static final long CAPTURE_STOP_NS_MAX = 60_000_000_000L; // Its disk may be frozen.

  /** Lives of capture that hung in a stop: a disk may thaw after one, but hardly after three. */
  private static final int HUNG_STOPS_MAX = 3;

  private static final long RECEIVER_STOP_NS_MAX = 15_000_000_000L;
  private static final long AT_ONCE_NS_MAX = 2_000_000_000L;
  // A sender that fails by itself this often in a drain will not do better.
  private static final int DRAIN_FAILURES_MAX = 5;
  // A sender that works tells so ten times a second; a frozen disk may hold it for a while.
  private static final long HUNG_NS_MAX = 30_000_000_000L;

  private final Crew crew;
  private final ChildStarter starter;
  private final SupervisorEvents events;
  private final Set<Child> finished = new HashSet<>();
  private final Map<Child, Beat> beats = new HashMap<>();
  private Phase phase;
  private long phaseSinceNs;
  private boolean stopHung;
  private int hungStops;
  private boolean begun;
  private long samplesAtStart;
  private int stops;
  private final Map<Child, Integer> drainFailures = new HashMap<>();
  private ExitCode captured = ExitCode.OK;
  private boolean undelivered;
  private String states = "";

  /** Starts nothing before the first step. */
  public Supervisor(Crew crew, ChildStarter starter, SupervisorEvents events) {
    this.crew = crew;
    this.starter = starter;
    this.events = events;
    this.phase = crew.capture() == null ? Phase.DRAINING : Phase.RECORDING;
  }

  /** {@return where the run stands} */
  public Phase phase() {
    return phase;
  }

  /** {@return whether all run that should, and nothing is to be done until one dies} */
  public boolean isSteady() {
    return phase == Phase.RECORDING
        && crew.all().stream().allMatch(child -> child.state().equals("running"));
  }

  /** {@return how the run ended} */
  public ExitCode exitCode() {
    if (captured != ExitCode.OK) {
      return captured;
    }
    return undelivered ? ExitCode.UNDELIVERED : ExitCode.OK;
  }

  /**
   * Does what is due.
   *
   * @param nowNs monotonic
   * @param stopRequests how often a stop was asked for
   */
  public void step(long nowNs, int stopRequests) {
    boolean again = stopRequests > stops;
    stops = stopRequests;
    if (again && stops >= AT_ONCE) {
      phaseSinceNs = nowNs;
      crew.senders().forEach(Child::kill);
    }
    switch (phase) {
      case RECORDING -> record(nowNs);
      case STOPPING_CAPTURE -> stopCapture(nowNs);
      case DRAINING -> drain(nowNs);
      case STOPPING_RECEIVER -> stopReceiver(nowNs);
      default -> {}
    }
    tellChanges();
  }

  private void record(long nowNs) {
    Child capture = crew.capture();
    if (stops > 0) {
      enter(Phase.STOPPING_CAPTURE, nowNs);
      return;
    }
    OptionalInt exit = capture.takeExit(nowNs);
    if (exit.isPresent()) {
      captureEnded(exit.getAsInt(), nowNs);
    }
    if (phase == Phase.RECORDING) {
      boolean ran = capture.running();
      capture.startIfDue(nowNs, starter);
      samplesAtStart = ran ? samplesAtStart : events.recordedSamples();
      keepDelivering(nowNs);
    }
  }

  private void captureEnded(int code, long nowNs) {
    long samples = events.recordedSamples();
    boolean recordedInThisLife = samples > samplesAtStart;
    boolean mayDoBetter =
        (recordedInThisLife || (crew.captureIsLive() && samples > 0)) && !events.sessionHasEnded();
    if (code == ExitCode.OK.code()) {
      enter(Phase.DRAINING, nowNs);
    } else if (code == ExitCode.USAGE.code() || (code < SIGNALLED && !mayDoBetter)) {
      captured = failure(code);
      enter(Phase.DRAINING, nowNs);
    } else {
      restartOrGiveUp(crew.capture(), code, nowNs);
    }
  }

  private void keepDelivering(long nowNs) {
    if (!hasBegun() || stops >= AT_ONCE) {
      return; // What is killed now is not to come back.
    }
    if (crew.receiver() != null) {
      keep(crew.receiver(), nowNs);
    }
    crew.senders().forEach(sender -> keep(sender, nowNs));
  }

  /** The others wait for capture, so that a wrong option or file is all that a user reads of. */
  private boolean hasBegun() {
    begun = begun || events.recordedSamples() > 0 || crew.capture().state().equals("running");
    return begun;
  }

  private void keep(Child child, long nowNs) {
    OptionalInt exit = child.takeExit(nowNs);
    if (exit.isPresent() && exit.getAsInt() == ExitCode.USAGE.code() && crew.capture() != null) {
      misused(child, nowNs);
    } else {
      exit.ifPresent(code -> restartOrGiveUp(child, code, nowNs));
    }
    if (!finished.contains(child)) {
      child.startIfDue(nowNs, starter);
    }
  }

  /** Who fails at once each time makes a run that looks well and delivers nothing: it ends. */
  private void restartOrGiveUp(Child child, int code, long nowNs) {
    if (!child.isHopeless()) {
      events.restarting(child, code);
      return;
    }
    events.givenUp(child, code);
    captured = captured == ExitCode.OK ? ExitCode.FAILED : captured;
    finish(child);
    if (phase == Phase.RECORDING) {
      enter(child == crew.capture() ? Phase.DRAINING : Phase.STOPPING_CAPTURE, nowNs);
    }
  }

  /** What was asked of it can't be done, by no restart: the whole run is wrong usage. */
  private void misused(Child child, long nowNs) {
    captured = ExitCode.USAGE;
    finish(child);
    if (phase == Phase.RECORDING) {
      enter(Phase.STOPPING_CAPTURE, nowNs);
    }
  }

  /**
   * Without its END record a session can't be delivered whole: a capture that dies here is mended.
   */
  private void stopCapture(long nowNs) {
    Child capture = crew.capture();
    boolean hurry = stops >= AT_ONCE;
    capture.ask();
    if (nowNs - phaseSinceNs > (hurry ? AT_ONCE_NS_MAX : CAPTURE_STOP_NS_MAX)) {
      capture.kill();
      stopHung = true;
    }
    OptionalInt exit = capture.takeExit(nowNs);
    if (exit.isPresent() && stopHung) {
      stopHung = false;
      hungStops++;
      phaseSinceNs = nowNs; // The next life has its own time to write the END.
    }
    boolean killed = exit.isPresent() && exit.getAsInt() >= SIGNALLED;
    if (events.recordedSamples() == 0 && (killed || !capture.everStarted())) {
      captured = ExitCode.FAILED;
      enter(Phase.DRAINING, nowNs);
    } else if (exit.isPresent() && !killed) {
      captured = captured == ExitCode.OK ? failure(exit.getAsInt()) : captured;
      enter(Phase.DRAINING, nowNs);
    } else if ((hurry || hungStops >= HUNG_STOPS_MAX) && !capture.running()) {
      undelivered = true; // The session has no end yet.
      enter(Phase.DRAINING, nowNs);
    } else {
      exit.ifPresent(code -> events.restarting(capture, code));
      capture.startIfDue(nowNs, starter);
      keepDelivering(nowNs);
    }
  }

  private static ExitCode failure(int code) {
    return switch (code) {
      case 1 -> ExitCode.FAILED;
      case 2 -> ExitCode.USAGE;
      default -> ExitCode.OK;
    };
  }

  private void drain(long nowNs) {
    boolean nothingToSend = captured != ExitCode.OK && events.recordedSamples() == 0;
    if (crew.receiver() != null && !nothingToSend) {
      keep(crew.receiver(), nowNs);
    }
    boolean hurry = stops >= AT_ONCE || nothingToSend;
    boolean all = true;
    for (Child sender : crew.senders()) {
      drainOne(sender, nowNs, hurry);
      all &= finished.contains(sender);
    }
    if (all) {
      enter(Phase.STOPPING_RECEIVER, nowNs);
    }
  }

  private void drainOne(Child sender, long nowNs, boolean hurry) {
    if (finished.contains(sender)) {
      return;
    }
    killIfHung(sender, nowNs);
    OptionalInt exit = sender.takeExit(nowNs);
    boolean nobodyThere = crew.receiver() != null && finished.contains(crew.receiver());
    if ((hurry || nobodyThere) && !sender.running()) {
      finish(sender);
      undelivered |= exit.isEmpty() || exit.getAsInt() != ExitCode.OK.code();
    } else if (exit.isPresent()) {
      drained(sender, exit.getAsInt());
    }
    if (finished.contains(sender)) {
      return;
    }
    sender.startIfDue(nowNs, starter);
    if (crew.capture() != null || stops > 0) {
      sender.ask();
    }
    if (hurry && nowNs - phaseSinceNs > AT_ONCE_NS_MAX) {
      sender.kill();
    }
  }

  /**
   * A sender bounds its drain itself, unless it is stopped or hangs: then its figures do. Where it
   * has none of this session, yet or any more, it takes at least some processor time.
   */
  private void killIfHung(Child sender, long nowNs) {
    long told = events.senderBeat(sender.to());
    long beat = told == 0 ? sender.cpuNs() : told;
    Beat last = beats.get(sender);
    if (last == null || last.value() != beat || !sender.running()) {
      beats.put(sender, new Beat(beat, nowNs));
    } else if (beat != ChildProcess.NOT_KNOWN && nowNs - last.atNs() > HUNG_NS_MAX) {
      beats.put(sender, new Beat(beat, nowNs));
      drainFailures.merge(sender, 1, Integer::sum);
      sender.kill();
    }
  }

  /** What a sender's beat was seen to be, and since when. Immutable. */
  private record Beat(long value, long atNs) {}

  private void drained(Child sender, int code) {
    boolean ended = code == ExitCode.OK.code() || code == ExitCode.UNDELIVERED.code();
    int more = ended || code >= SIGNALLED ? 0 : 1;
    int failures = drainFailures.merge(sender, more, Integer::sum);
    if (ended || sender.isHopeless() || failures >= DRAIN_FAILURES_MAX) {
      finish(sender);
      undelivered |= code != ExitCode.OK.code();
      if (sender.isHopeless()) {
        events.givenUp(sender, code);
        captured = captured == ExitCode.OK ? ExitCode.FAILED : captured;
      }
    } else {
      events.restarting(sender, code);
    }
  }

  private void finish(Child child) {
    finished.add(child);
    child.isOver();
  }

  private void stopReceiver(long nowNs) {
    Child receiver = crew.receiver();
    if (receiver == null || !receiver.running()) {
      enter(Phase.DONE, nowNs);
      return;
    }
    receiver.ask();
    if (nowNs - phaseSinceNs > (stops >= AT_ONCE ? AT_ONCE_NS_MAX : RECEIVER_STOP_NS_MAX)) {
      receiver.kill();
    }
    if (receiver.takeExit(nowNs).isPresent()) {
      enter(Phase.DONE, nowNs);
    }
  }

  private void enter(Phase next, long nowNs) {
    phase = next;
    phaseSinceNs = nowNs;
    if (next == Phase.DRAINING) {
      crew.capture().isOver();
      events.captureIsOver();
    }
  }

  private void tellChanges() {
    StringBuilder now = new StringBuilder();
    for (Child child : crew.all()) {
      now.append(child.pid()).append(child.state()).append(child.restarts()).append(' ');
    }
    if (!now.toString().equals(states)) {
      states = now.toString();
      events.changed();
    }
  }
}
