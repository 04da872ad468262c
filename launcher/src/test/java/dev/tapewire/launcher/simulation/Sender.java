package dev.tapewire.launcher.simulation;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.sender.delivery.Delivery;
import dev.tapewire.sender.delivery.DeliveryParts;
import dev.tapewire.sender.delivery.Pacing;
import dev.tapewire.sender.delivery.Plan;
import dev.tapewire.sender.delivery.SentMark;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The process that delivers all sessions to one destination. Confined to one thread. */
final class Sender {
  final Fuse fuse = new Fuse();
  final List<Route> routes = new ArrayList<>();
  private final String profile;
  private final int joinBytesMax;
  private final RandomGenerator random;
  private final Log log;

  /** What is done at a death, before the process is there again. */
  private Runnable atDeath = () -> {};

  Sender(String profile, int joinBytesMax, RandomGenerator random, Log log) {
    this.profile = profile;
    this.joinBytesMax = joinBytesMax;
    this.random = random;
    this.log = log;
  }

  void atDeath(Runnable then) {
    atDeath = then;
  }

  /** Lets the process do something, in which it may die. */
  void run(Runnable action) {
    try {
      action.run();
    } catch (Death death) {
      atDeath.run();
      if (fuse.handOvers() % 2 == 0) {
        routes.forEach(Route::carryAll); // What it had written arrives before its next life begins.
      }
      die();
    }
  }

  /** The process dies and is started again. */
  void die() {
    fuse.out();
    routes.forEach(this::start);
  }

  /** Takes a session on; what another life of this process knew is what its files say. */
  void start(Route route) {
    route.store.reopen();
    TapeReader tape = route.recorded.tape.openReader();
    route.start(
        new Delivery(
            new DeliveryParts(
                Plan.whole(tape, joinBytesMax),
                tape,
                route.store,
                request -> {
                  fuse.handOver();
                  SimLink link = new SimLink(route, request, fuse);
                  route.add(link);
                  return link;
                },
                Pacing.FLAT_OUT,
                profile,
                random),
            route.recorded.name,
            new SentMark(route.sentPosition(), route::sent),
            log));
  }
}
