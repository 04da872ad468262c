package dev.tapewire.launcher.supervise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A supervisor with processes that do what a test says, and time that it moves. */
final class Stage implements ChildStarter, SupervisorEvents {
  private static final long NS_PER_MS = 1_000_000L;

  final Crew crew;
  final Supervisor supervisor;
  final List<Actor> actors = new ArrayList<>();
  final List<String> restarted = new ArrayList<>();
  int stops;
  int changes;
  long beat;
  final List<String> givenUp = new ArrayList<>();
  private long nowNs = -5_000_000L; // A monotonic clock may well be negative.
  private long samples;
  private boolean ended;

  Stage() {
    this(false);
  }

  Stage(boolean live) {
    crew = new Crew(child("capture"), live, List.of(child("sender")), child("receiver"));
    supervisor = new Supervisor(crew, this, this);
  }

  private static Child child(String name) {
    return new Child(name, "", restarts -> Optional.of(List.of(name)));
  }

  /** Everything runs, takes signals, and something is recorded. */
  void running() {
    step();
    actors.forEach(a -> a.takesSignals = true);
    step();
    actors.forEach(a -> a.takesSignals = true);
    samples = 1000;
    step();
  }

  void record(long more) {
    samples += more;
  }

  void step() {
    supervisor.step(nowNs, stops);
  }

  void advanceMs(long ms) {
    nowNs += ms * NS_PER_MS;
    step();
  }

  /** Lets everything that is asked to stop do so. */
  void finish() {
    for (int i = 0; i < 20; i++) {
      step();
      actors.stream().filter(a -> a.terminated && a.alive).forEach(a -> a.exit(0));
    }
  }

  Actor last(String name) {
    return actors.stream().filter(a -> a.name.equals(name)).reduce((a, b) -> b).orElseThrow();
  }

  int starts(String name) {
    return (int) actors.stream().filter(a -> a.name.equals(name)).count();
  }

  String startedNames() {
    return actors.stream().map(a -> a.name).collect(Collectors.joining(" "));
  }

  String terminatedNames() {
    return actors.stream()
        .filter(a -> a.terminated)
        .sorted((a, b) -> Integer.compare(order(a), order(b)))
        .map(a -> a.name)
        .collect(Collectors.joining(" "));
  }

  private static int order(Actor a) {
    return List.of("capture", "sender", "receiver").indexOf(a.name);
  }

  @Override
  public ChildProcess start(String name, List<String> command) {
    Actor actor = new Actor(name, actors.size() + 1);
    actors.add(actor);
    return actor;
  }

  @Override
  public long recordedSamples() {
    return samples;
  }

  /** The session has its END record from now on. */
  void end() {
    ended = true;
  }

  @Override
  public boolean sessionHasEnded() {
    return ended;
  }

  @Override
  public void restarting(Child child, int exitCode) {
    restarted.add(child.name());
  }

  @Override
  public void givenUp(Child child, int exitCode) {
    givenUp.add(child.name());
  }

  @Override
  public long senderBeat(String to) {
    return beat;
  }

  @Override
  public void changed() {
    changes++;
  }

  @Override
  public void captureIsOver() {}

  /** A process. */
  static final class Actor implements ChildProcess {
    final String name;
    boolean takesSignals;
    boolean terminated;
    boolean killed;
    boolean alive = true;
    long cpuNs = NOT_KNOWN;
    private final long pid;
    private int code;

    Actor(String name, long pid) {
      this.name = name;
      this.pid = pid;
    }

    void exit(int exitCode) {
      alive = false;
      code = exitCode;
    }

    @Override
    public long pid() {
      return pid;
    }

    @Override
    public boolean alive() {
      return alive;
    }

    @Override
    public int exitCode() {
      return code;
    }

    @Override
    public boolean takesSignals() {
      return takesSignals;
    }

    @Override
    public long cpuNs() {
      return cpuNs;
    }

    @Override
    public void terminate() {
      terminated = true;
    }

    @Override
    public void kill() {
      killed = true;
    }
  }
}
