package dev.tapewire.launcher.simulation;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.sender.delivery.State;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Captures, senders and receivers with all that is between them, and one step after another of what
 * happens to them; each is followed by the checks. Confined to one thread.
 */
final class World {
  /** Until all is delivered, once no more goes wrong: two refusals of a minute, and the rest. */
  static final long HEAL_NS_MAX = TimeUnit.SECONDS.toNanos(200);

  private static final long IDLE_NS_FIRST = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long IDLE_NS_MAX = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int CARRIED_AT_ONCE = 64;

  /** Steps of a drained delivery until somebody wants it to go on. */
  private static final int DRAINED_FOR = 12;

  final ManualClock clock = new ManualClock();
  final Coverage coverage;
  final List<Recorded> sessions = new ArrayList<>();
  final List<Sender> senders = new ArrayList<>();
  final List<Receiver> receivers = new ArrayList<>();
  final List<Route> routes = new ArrayList<>();
  private final Setup setup;
  private final Faults faults;
  private long events;
  private long faultCount;

  World(Setup setup, Coverage coverage) {
    this.setup = setup;
    this.coverage = coverage;
    Log silent = new Log(new PrintStream(OutputStream.nullOutputStream()), false);
    SplittableRandom random = new SplittableRandom(~setup.seed());
    for (int i = 0; i < setup.sessions(); i++) {
      sessions.add(new Recorded("s" + i, setup.frameSamples(), setup.seed() + i));
    }
    for (String profile : setup.profiles()) {
      boolean plain = !profile.equals("tapewire") && !profile.equals("auto");
      Receiver receiver = new Receiver(plain, random.nextBoolean(), clock, silent);
      String wanted = profile.equals("AUTO") ? "auto" : profile;
      Sender sender = new Sender(wanted, setup.joinBytesMax(), random, silent);
      sender.atDeath(() -> sender.routes.forEach(r -> noted(r, Fault.SENDER_DIES)));
      for (Recorded session : sessions) {
        Route route = new Route(session, receiver, sender, clock);
        receiver.routes.put(session.name, route);
        sender.routes.add(route);
        routes.add(route);
        sender.start(route);
      }
      senders.add(sender);
      receivers.add(receiver);
    }
    this.faults = new Faults(this);
  }

  long events() {
    return events;
  }

  long faultCount() {
    return faultCount;
  }

  Setup setup() {
    return setup;
  }

  /** A fault met a delivery. */
  void noted(Route route, Fault fault) {
    coverage.note(route.state(), fault);
    faultCount++;
  }

  /** The same, of events that came too late. */
  void lateFault() {
    faultCount++;
  }

  /** Takes one step and looks whether all is as it must be. */
  void take(int decision) {
    Step step = Step.of(decision);
    int argument = Step.argument(decision);
    if (step.fault() == null) {
      events += ordinary(step, argument);
    } else {
      events += faults.happen(step.fault(), argument) ? 1 : 0;
    }
    check();
  }

  private int ordinary(Step step, int argument) {
    Route route = routes.get(argument % routes.size());
    int more = argument / routes.size();
    Receiver receiver = receivers.get(argument % receivers.size());
    return switch (step) {
      case WORK -> work(route, more);
      case UP -> up(route, more);
      case DOWN -> down(route, more);
      case DIAL -> route.newest() != null && route.newest().dial() ? 1 : 0;
      case PING -> route.newest() != null && route.newest().ping() ? 1 : 0;
      case RECEIVE -> receive(receiver);
      case SYNC -> receiver.sync(0) ? 1 : 0;
      case HEAR -> receiver.hear(0) ? 1 : 0;
      case RECORD -> record(sessions.get(argument % sessions.size()), more);
      case TICK -> tick(more);
      case DRAIN -> drain(route, more);
      case END -> end(sessions.get(argument % sessions.size()), more);
      case PAGE -> page(route);
      default -> throw new IllegalStateException(step + " is no ordinary step");
    };
  }

  private int work(Route route, int more) {
    State before = route.state();
    boolean drained = before == State.DONE && !route.delivery().checkpoint().complete();
    if (drained && more % DRAINED_FOR == 0
        || before == State.FAILED && !faults.isDamaged(route.recorded)) {
      route.startAgain();
      return 1;
    }
    boolean[] worked = new boolean[1];
    route.sender().run(() -> worked[0] = route.delivery().work(clock.monotonicNs()));
    return worked[0] || before != route.state() ? 1 : 0;
  }

  private static int up(Route route, int more) {
    SimLink link = pick(route, more / 64);
    return link == null ? 0 : link.up(more % 4 + 1, more / 4 % 4, more / 16 % 4);
  }

  private static int down(Route route, int more) {
    SimLink link = route.newest();
    return link == null ? 0 : link.down(1 + more % 4);
  }

  /** The newest link four times in five, else one of the older. */
  private static SimLink pick(Route route, int more) {
    int size = route.links.size();
    if (size == 0) {
      return null;
    }
    return more % 5 > 0 ? route.newest() : route.links.get((more / 5) % size);
  }

  private static int receive(Receiver receiver) {
    receiver.step();
    return 1;
  }

  private int record(Recorded session, int more) {
    if (session.ended()) {
      return 0;
    }
    int count = setup.isWide() ? 1 + more % 2 : 1 + more % 8;
    for (int i = 0; i < count; i++) {
      int kind = (more / 8 + i * 7) % 40;
      if (kind == 0) {
        session.gap(1 + more % 900, GapReason.OVERRUN);
      } else if (kind == 1) {
        session.anchor(clock.monotonicNs());
      } else {
        session.frame(clock.monotonicNs());
      }
    }
    return count;
  }

  private int tick(int more) {
    int span = more % 16;
    long msMax = span < 10 ? 8 : span < 15 ? 120 : 1500;
    clock.advanceNs(TimeUnit.MICROSECONDS.toNanos((more / 16) % (msMax * 1000)));
    return 1;
  }

  private static int drain(Route route, int more) {
    route.sender().run(() -> route.delivery().drain(more % 3 == 0));
    return 1;
  }

  private static int end(Recorded session, int more) {
    if (session.ended() || more % 4 > 0 || session.endNumber() < 60) {
      return 0;
    }
    session.end();
    return 1;
  }

  private static int page(Route route) {
    route.store.sync();
    return 1;
  }

  /** What is true after every step; the rest is checked where it happens. */
  private void check() {
    for (Route route : routes) {
      long confirmed = route.delivery().checkpoint().next();
      Violation.unless(
          confirmed <= route.recorded.endNumber() || route.recorded.cuts() > 0,
          () -> "confirmed " + confirmed + " of " + route.recorded.endNumber());
      Violation.unless(
          route.state() != State.FAILED || faults.wasDamaged(),
          () -> "failed: " + route.delivery().failure());
    }
  }

  /** Nothing more goes wrong: all that was recorded must arrive, soon. */
  void finish() {
    faults.heal();
    sessions.stream().filter(session -> !session.ended()).forEach(Recorded::end);
    long untilNs = clock.monotonicNs() + HEAL_NS_MAX;
    long idleNs = IDLE_NS_FIRST;
    while (!isOver()) {
      int moved = moveAll();
      events += moved;
      check();
      idleNs = moved > 0 ? IDLE_NS_FIRST : Math.min(IDLE_NS_MAX, idleNs * 2);
      clock.advanceNs(idleNs);
      Violation.unless(clock.monotonicNs() < untilNs, () -> "not all has arrived: " + states());
    }
    for (Route route : routes) {
      Violation.unless(route.isWhole(), () -> "done, but not all is there: " + describe(route));
    }
  }

  private int moveAll() {
    int moved = 0;
    for (Route route : routes) {
      moved += work(route, 0);
      SimLink newest = route.newest();
      if (newest != null) {
        moved += newest.dial() ? 1 : 0;
        newest.ping();
        newest.ping();
      }
      for (int i = 0; i < route.links.size(); i++) {
        moved += route.links.get(i).up(CARRIED_AT_ONCE, CARRIED_AT_ONCE, CARRIED_AT_ONCE);
      }
      moved += newest == null ? 0 : newest.down(CARRIED_AT_ONCE);
    }
    for (Receiver receiver : receivers) {
      receiver.step();
      while (receiver.sync(0) || receiver.hear(0)) {
        moved++;
      }
    }
    return moved;
  }

  private boolean isOver() {
    for (Route route : routes) {
      if (route.state() != State.DONE || !route.delivery().checkpoint().complete()) {
        return false;
      }
    }
    return true;
  }

  private String states() {
    StringBuilder out = new StringBuilder();
    routes.forEach(route -> out.append(describe(route)).append("; "));
    return out.toString();
  }

  private static String describe(Route route) {
    return route.recorded.name
        + " "
        + route.state()
        + " confirmed "
        + route.delivery().checkpoint().next()
        + " of "
        + route.recorded.endNumber()
        + " (trouble: "
        + route.delivery().trouble()
        + ", refusal: "
        + route.delivery().refusal()
        + ", whole: "
        + route.isWhole()
        + ")";
  }
}
