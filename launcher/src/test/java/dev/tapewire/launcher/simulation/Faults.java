package dev.tapewire.launcher.simulation;

import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import dev.tapewire.sender.delivery.LinkEvent;
import dev.tapewire.sender.delivery.State;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** What goes wrong in a {@link World}, one at a time. Confined to one thread. */
final class Faults {
  /** Hand-overs that a process may still do before it dies. */
  private static final int FUSE_MAX = 12;

  /** The hand-overs of a commit: head and audio of the WAV, ledger, the word to the agent. */
  private static final int COMMIT_FUSE_MAX = 5;

  private static final int[] STATUSES = {0, 503, 0, 429, 401, 0};

  private final World world;
  private final Set<Recorded> damaged = new HashSet<>();
  private boolean wasDamaged;

  Faults(World world) {
    this.world = world;
  }

  boolean isDamaged(Recorded session) {
    return damaged.contains(session);
  }

  boolean wasDamaged() {
    return wasDamaged;
  }

  /** Makes a fault happen, if it can. {@return whether it did} */
  boolean happen(Fault fault, int argument) {
    Route route = world.routes.get(argument % world.routes.size());
    int more = argument / world.routes.size();
    return switch (fault) {
      case SENDER_DIES -> senderDies(route, more);
      case SENDER_POWER -> senderPower(route, more);
      case RECEIVER_DIES -> receiverDies(route.receiver, more, null);
      case RECEIVER_POWER -> receiverDies(route.receiver, more, new SplittableRandom(argument));
      case CAPTURE_DIES -> captureDies(route.recorded);
      case TAPE_CUT -> tapeCut(route.recorded, more);
      case TAPE_DAMAGED -> tapeDamaged(route.recorded, more);
      case STALL -> stall(more);
      case REFUSED -> refused(route, more);
      case DISK_FAULT -> diskFault(route.receiver, more);
      case REORDERED -> reordered(route.receiver, more);
      default -> {
        SimLink link = route.newest();
        yield link != null && onLink(fault, route, link, more);
      }
    };
  }

  /** All is well from now on. */
  void heal() {
    for (Recorded session : world.sessions) {
      session.tape.damage(-1);
    }
    damaged.clear();
    for (Receiver receiver : world.receivers) {
      receiver.fuse.out();
      receiver.refuse(0, 0);
      receiver.disk.fail(0);
    }
    for (Sender sender : world.senders) {
      sender.fuse.out();
      sender.routes.forEach(route -> route.delivery().drain(false));
    }
  }

  private void note(Receiver receiver, Fault fault) {
    receiver.routes.values().forEach(route -> world.noted(route, fault));
  }

  private void note(Recorded session, Fault fault) {
    world.routes.stream().filter(r -> r.recorded == session).forEach(r -> world.noted(r, fault));
  }

  private boolean senderDies(Route route, int more) {
    Sender sender = route.sender();
    if (more % 2 == 0) {
      sender.fuse.light(more / 2 % FUSE_MAX);
      return false; // It counts when it happens.
    }
    sender.routes.forEach(r -> world.noted(r, Fault.SENDER_DIES));
    sender.die();
    return true;
  }

  private boolean senderPower(Route route, int more) {
    SplittableRandom random = new SplittableRandom(more);
    for (Route each : route.sender().routes) {
      world.noted(each, Fault.SENDER_POWER);
      each.store.cutPower(random);
    }
    route.sender().die();
    return true;
  }

  private boolean receiverDies(Receiver receiver, int more, SplittableRandom power) {
    note(receiver, power == null ? Fault.RECEIVER_DIES : Fault.RECEIVER_POWER);
    if (receiver.isPlain()) {
      receiver.closeInOrder();
      receiver.die(null, more % 2 == 0); // What a plain server has not synced is its own affair.
    } else if (more % 4 == 0) {
      receiver.dieAfter(more / 4 % COMMIT_FUSE_MAX, power, more % 8 == 0);
      receiver.sync(0); // In the middle of a commit, if there is one.
    } else if (more % 4 > 1) {
      receiver.dieAfter(more / 4 % FUSE_MAX, power, more % 4 == 2);
    } else {
      receiver.die(power, more % 2 == 0);
    }
    return true;
  }

  private boolean captureDies(Recorded session) {
    if (session.ended()) {
      return false; // There is no capture any more.
    }
    note(session, Fault.CAPTURE_DIES);
    session.restart();
    return true;
  }

  /** The machine of capture and senders loses its power. */
  private boolean tapeCut(Recorded session, int more) {
    if (session.ended() || session.endNumber() < 2) {
      return false;
    }
    note(session, Fault.TAPE_CUT);
    session.cut(keptOf(session, more));
    heal(session);
    SplittableRandom random = new SplittableRandom(more);
    for (Route route : world.routes) {
      if (route.recorded == session) {
        route.tapeCut();
      }
      if (random.nextBoolean()) {
        route.store.cutPower(random);
      }
    }
    world.senders.forEach(Sender::die);
    return true;
  }

  /** One record less than was confirmed somewhere, now and then. */
  private int keptOf(Recorded session, int more) {
    for (Route route : world.routes) {
      int next = (int) route.delivery().checkpoint().next();
      if (more % 3 == 0 && route.recorded == session && next > 1 && next <= session.endNumber()) {
        return next - 1;
      }
    }
    int back = 1 + more % Math.min(session.endNumber() - 1, more % 5 == 0 ? 1000 : 25);
    return session.endNumber() - back;
  }

  private void heal(Recorded session) {
    session.tape.damage(-1);
    damaged.remove(session);
  }

  private boolean tapeDamaged(Recorded session, int more) {
    if (damaged.contains(session) && more % 4 > 0) {
      heal(session);
      return false;
    }
    long from = Math.max(1, session.endNumber() - 30);
    session.tape.damage(from + more % 35);
    damaged.add(session);
    wasDamaged = true;
    note(session, Fault.TAPE_DAMAGED);
    return true;
  }

  private boolean stall(int more) {
    long ms = more % 3 == 0 ? 2_000 + more % 13_000 : 300 + more % 4_000;
    if (more % 11 == 0) {
      ms = 61_000;
    }
    world.routes.forEach(route -> world.noted(route, Fault.STALL));
    world.clock.advanceNs(TimeUnit.MILLISECONDS.toNanos(ms));
    return true;
  }

  private boolean refused(Route route, int more) {
    if (route.state() != State.CONNECTING && route.state() != State.WAITING) {
      return false;
    }
    world.noted(route, Fault.REFUSED);
    route.receiver.refuse(1 + more % 3, STATUSES[more / 3 % STATUSES.length]);
    return true;
  }

  private boolean diskFault(Receiver receiver, int more) {
    note(receiver, Fault.DISK_FAULT);
    receiver.disk.fail(1 + more % 4);
    return true;
  }

  private boolean reordered(Receiver receiver, int more) {
    if (!receiver.hasSeveralCommits()) {
      return false;
    }
    note(receiver, Fault.REORDERED);
    return receiver.sync(1 + more % 2) | receiver.hear(1);
  }

  private boolean onLink(Fault fault, Route route, SimLink link, int more) {
    if (fault == Fault.LATE) {
      return late(route, more);
    }
    State state = route.state();
    if (!link.isCurrent() || Coverage.unreachable(state, fault) != null) {
      return false;
    }
    boolean done =
        switch (fault) {
          case LINK_CUT, HALF_OPEN, BLACKHOLE -> {
            world.noted(route, fault);
            disturb(fault, link, more);
            yield true;
          }
          case UNASKED -> {
            world.noted(route, fault);
            link.pongUnasked(more);
            yield true;
          }
          case DEAF -> {
            world.noted(route, fault);
            link.readNoMore();
            yield true;
          }
          case ACK_PAST, ACK_FUTURE, LIE -> {
            world.noted(route, fault);
            answerWrongly(fault, route, link, more);
            yield true;
          }
          default -> {
            boolean spoilt = link.spoil(fault, more);
            if (spoilt) {
              world.noted(route, fault);
            }
            yield spoilt;
          }
        };
    return done;
  }

  private static void disturb(Fault fault, SimLink link, int more) {
    if (fault == Fault.LINK_CUT) {
      link.cut();
    } else if (fault == Fault.HALF_OPEN) {
      link.cutFor(more % 2 == 0);
    } else {
      link.swallowAll();
    }
  }

  private boolean late(Route route, int more) {
    int old = route.links.size();
    if (old == 0) {
      return false;
    }
    State state = route.state();
    int given = 0;
    for (int i = 0; i < old && given == 0; i++) {
      given = route.links.get((more + i) % old).late();
    }
    if (given > 0) {
      Violation.unless(
          route.state() == state, () -> "a link that was given up is heard in " + state);
      world.coverage.note(state, Fault.LATE);
      world.lateFault();
    }
    return given > 0;
  }

  private static void answerWrongly(Fault fault, Route route, SimLink link, int more) {
    long number = link.request.number();
    Control said =
        switch (fault) {
          case ACK_PAST ->
              new Control.Ack(Math.max(0, route.delivery().checkpoint().next() - 1 - more % 3));
          case ACK_FUTURE ->
              new Control.Ack(
                  Math.max(route.recorded.endNumber() + 1L, link.sent.next() + 1)
                      + more % 2 * 1000L);
          default -> lie(route, more);
        };
    route.tell(
        said == null
            ? new LinkEvent.Binary(number, 5)
            : new LinkEvent.Text(number, ControlCodec.encode(said)));
  }

  /** {@return the lie that the sender waits for} */
  private static int likely(State state) {
    return switch (state) {
      case RESUMING -> 2;
      case ENDING -> 4;
      default -> 0;
    };
  }

  private static Control lie(Route route, int more) {
    String digest = String.format("%064x", more);
    int like = more % 2 == 0 ? more / 2 % 7 : likely(route.state());
    return switch (like) {
      case 0 -> new Control.Greeting(1 << 20);
      case 1 -> new Control.Greeting(7);
      case 2 ->
          new Control.Welcome(
              true,
              route.recorded.tape.incarnation(),
              route.recorded.endNumber() - more / 7 % 3,
              digest);
      case 3 -> new Control.Welcome(true, digest.substring(32), more / 7 % 50, digest);
      case 4 -> new Control.Complete(digest);
      case 5 -> new Control.End(more, digest);
      default -> null;
    };
  }
}
