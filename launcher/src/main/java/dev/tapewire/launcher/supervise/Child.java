package dev.tapewire.launcher.supervise;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One process that is wanted, through all its lives: started when due, started again after a death,
 * at once if it had run for a second, else after a pause that doubles. Confined to the supervisor's
 * thread.
 */
public final class Child {
  private static final long STEADY_NS = 1_000_000_000L; // A life this long ends the doubling.
  // What ended by itself and failed must have lived longer for that: only to start takes a JVM a
  // second, and several on a busy machine.
  private static final long USEFUL_NS = 10_000_000_000L;
  private static final int SIGNALLED = 128; // Exit codes from here on: a signal killed it.
  // Each by itself, at once, and never anything else: it will not do better.
  private static final int FAILURES_MAX = 5;
  private static final long PAUSE_FIRST_NS = 100_000_000L;
  private static final long PAUSE_NS_MAX = 5_000_000_000L;

  private final String name;
  private final String to;
  private final ChildCommand command;
  private ChildProcess process;
  private int starts;
  private long startedNs;
  private boolean pausing;
  private long dueNs;
  private long pauseNs = PAUSE_FIRST_NS;
  private boolean asked;
  private boolean over;
  private boolean useful;
  private int failures;

  /**
   * Wants a process.
   *
   * @param name capture, sender or receiver
   * @param to the destination's name, or empty
   */
  public Child(String name, String to, ChildCommand command) {
    this.name = name;
    this.to = to;
    this.command = command;
  }

  /** {@return capture, sender or receiver} */
  public String name() {
    return name;
  }

  /** {@return the destination's name, or empty} */
  public String to() {
    return to;
  }

  /** {@return its process id, or 0 while none runs} */
  public long pid() {
    return process == null ? 0 : process.pid();
  }

  /** {@return how often it was started again} */
  public int restarts() {
    return Math.max(0, starts - 1);
  }

  /**
   * {@return {@code running}, {@code starting}, {@code restarting}, {@code off} or, if it is not
   * wanted any more, {@code ended}}
   */
  public String state() {
    if (process != null) {
      return process.takesSignals() ? "running" : "starting";
    }
    if (over) {
      return "ended";
    }
    return pausing ? "restarting" : "off";
  }

  /** No further life of it is wanted. */
  void isOver() {
    over = true;
  }

  /** {@return as {@link ChildProcess#cpuNs}; not known while it does not run} */
  long cpuNs() {
    return running() ? process.cpuNs() : ChildProcess.NOT_KNOWN;
  }

  /** {@return whether a life of it is under way} */
  boolean running() {
    return process != null;
  }

  /** {@return whether it ever ran} */
  boolean everStarted() {
    return starts > 0;
  }

  /** Starts it if it does not run and is due. */
  void startIfDue(long nowNs, ChildStarter starter) {
    if (process != null || (pausing && nowNs - dueNs < 0)) {
      return;
    }
    Optional<List<String>> arguments = command.arguments(starts);
    if (arguments.isPresent()) {
      process = starter.start(name, arguments.get());
      starts++;
      startedNs = nowNs;
      pausing = false;
      asked = false;
    }
  }

  /** {@return how its life ended, once for each life; empty while it runs or none does} */
  OptionalInt takeExit(long nowNs) {
    if (process == null || process.alive()) {
      return OptionalInt.empty();
    }
    int code = process.exitCode();
    boolean failed = code != 0 && code < SIGNALLED;
    boolean steady = nowNs - startedNs >= (failed ? USEFUL_NS : STEADY_NS);
    useful |= nowNs - startedNs >= USEFUL_NS;
    failures = steady ? 0 : failures + (failed ? 1 : 0);
    pauseNs = steady ? PAUSE_FIRST_NS : pauseNs;
    dueNs = steady ? nowNs : nowNs + pauseNs;
    pauseNs = steady ? PAUSE_FIRST_NS : Math.min(PAUSE_NS_MAX, pauseNs * 2);
    pausing = true;
    process = null;
    return OptionalInt.of(code);
  }

  /** {@return whether it fails by itself, at once, each time, and was never of any use} */
  boolean isHopeless() {
    return !useful && failures >= FAILURES_MAX;
  }

  /** {@return how often in a row it failed by itself, at once} */
  public int failures() {
    return failures;
  }

  /** Asks it once to stop in good order, as soon as it takes signals. */
  void ask() {
    if (process != null && !asked && process.takesSignals()) {
      asked = true;
      process.terminate();
    }
  }

  /** Ends it now. What it holds is safe at any instant: the tape, a checkpoint, a ledger. */
  void kill() {
    if (process != null) {
      process.kill();
    }
  }
}
