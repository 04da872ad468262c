package dev.tapewire.launcher.simulation;

import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.common.wire.Control;
import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.Receptions;
import dev.tapewire.receiver.reception.Track;
import dev.tapewire.receiver.store.CommitListener;
import dev.tapewire.receiver.store.FileShelf;
import dev.tapewire.sender.delivery.LinkEvent;
import dev.tapewire.sender.delivery.LinkRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One receiver with its machine: process, disk, sync thread. Confined to one thread. */
final class Receiver implements CommitListener, SimDisk.Watch {
  private static final String OUT = "/out/";
  private static final String WAV = ".wav";

  private record Outcome(Track track, Commit commit, IOException failure) {}

  final Fuse fuse = new Fuse();
  final SimDisk disk = new SimDisk(fuse, this);
  final Map<String, Route> routes = new HashMap<>();
  private final boolean plain;

  /** A plain server refuses an offer of ours with 400, or passes it over. */
  private final boolean refusesOffer;

  private final ManualClock clock;
  private final Log log;
  private final List<Runnable> syncs = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Map<String, RawStock.Strand> strands = new HashMap<>();
  private final Map<String, SimLink> strandLinks = new HashMap<>();
  private Receptions receptions;
  private SimLink handling;
  private int refusals;
  private int refusedStatus;
  private RandomGenerator fusePower;
  private boolean fuseTold;

  Receiver(boolean plain, boolean refusesOffer, ManualClock clock, Log log) {
    this.plain = plain;
    this.refusesOffer = refusesOffer;
    this.clock = clock;
    this.log = log;
    start();
  }

  boolean isPlain() {
    return plain;
  }

  private void start() {
    disk.fail(0); // A receiver that can't open its directory doesn't start.
    try {
      FileShelf shelf =
          new FileShelf(new SimFileSystem(disk).getPath("/out"), clock, syncs::add, this, log);
      receptions = new Receptions(shelf, MemoryTape.FORMAT, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(SimLink link, Runnable action) {
    handling = link;
    try {
      action.run();
    } catch (Death death) {
      die(fusePower, fuseTold);
    } finally {
      handling = null;
    }
  }

  /** The process dies, with the machine if {@code power} is given, and is started again. */
  void die(RandomGenerator power, boolean told) {
    fuse.out();
    syncs.clear();
    outcomes.clear();
    if (power == null) {
      disk.killProcess();
    } else {
      disk.cutPower(power);
    }
    for (Route route : routes.values()) {
      route.links.forEach(link -> link.farDied(told));
      SimFile wav = disk.find(OUT + route.recorded.name + WAV);
      if (power != null && wav != null && !plain) {
        route.stock.recount(wav);
      } else if (power != null && wav == null) {
        route.stock.truncated(0);
      }
    }
    start();
  }

  /** It dies at the hand-over after {@code more} others. */
  void dieAfter(int more, RandomGenerator power, boolean told) {
    fuse.light(more);
    fusePower = power;
    fuseTold = told;
  }

  /** What was read of links whose sender has said close is taken: it was the last. */
  void closeInOrder() {
    for (Route route : routes.values()) {
      route.links.stream().filter(SimLink::closeSent).forEach(SimLink::takeAll);
    }
  }

  /** The next {@code count} links are refused. */
  void refuse(int count, int status) {
    refusals = count;
    refusedStatus = status;
  }

  LinkEvent answer(LinkRequest request) {
    if (refusals > 0) {
      refusals--;
      boolean hopeless = refusedStatus == 401;
      return new LinkEvent.Failed(request.number(), refusedStatus, hopeless, "refused");
    }
    if (request.offersTapewire() ? plain && refusesOffer : !plain) {
      return new LinkEvent.Failed(request.number(), 400, false, "bad request");
    }
    return new LinkEvent.Opened(request.number(), plain ? "" : Control.SUBPROTOCOL);
  }

  void opened(SimLink link) {
    if (!plain) {
      run(
          link,
          () -> {
            link.far.send(Receptions.greeting()); // The network thread's, before all else.
            receptions.opened(link.far, clock.monotonicNs());
          });
    } else if (!link.request.offersTapewire()) {
      run(link, () -> receptions.openedPlain(link.far, clock.monotonicNs()));
    }
  }

  void take(SimLink link, Object message) {
    if (message instanceof String text) {
      run(link, () -> receptions.text(link.far, text, clock.monotonicNs()));
    } else {
      run(link, () -> receptions.binary(link.far, (byte[]) message, clock.monotonicNs()));
    }
  }

  void closed(SimLink link) {
    run(link, () -> receptions.closed(link.far, clock.monotonicNs()));
  }

  void step() {
    run(null, () -> receptions.step(clock.monotonicNs()));
  }

  /** The sync thread carries out the {@code pick}th commit. {@return whether there was one} */
  boolean sync(int pick) {
    if (syncs.isEmpty()) {
      return false;
    }
    run(null, syncs.remove(pick % syncs.size()));
    return true;
  }

  /** The agent hears of a commit. {@return whether there was one} */
  boolean hear(int pick) {
    if (outcomes.isEmpty()) {
      return false;
    }
    Outcome done = outcomes.remove(pick % outcomes.size());
    run(
        null,
        () -> receptions.committed(done.track, done.commit, done.failure, clock.monotonicNs()));
    return true;
  }

  boolean hasSeveralCommits() {
    return syncs.size() > 1 || outcomes.size() > 1;
  }

  @Override
  public void committed(Track track, Commit commit, IOException failure) {
    fuse.handOver();
    outcomes.add(new Outcome(track, commit, failure));
  }

  @Override
  public void written(String name, SimFile file, int at, int length) {
    if (!name.endsWith(WAV) || name.contains(".cut-")) {
      return;
    }
    if (!plain) {
      boolean stale = handling != null && handling.isStale();
      routeOf(name).stock.written(file, at, length, stale);
      return;
    }
    if (!strands.containsKey(name)) {
      strands.put(name, handling.route.raw.new Strand(handling.told()));
      strandLinks.put(name, handling);
    }
    if (at >= WAV_HEAD_BYTES) {
      strands.get(name).came(file.bytes(), at, length, strandLinks.get(name).isStale());
    }
  }

  private static final int WAV_HEAD_BYTES = WavHeader.length(MemoryTape.FORMAT);

  @Override
  public void truncated(String name, int to) {
    if (!plain && name.endsWith(WAV) && !name.contains(".cut-")) {
      routeOf(name).stock.truncated(to);
    }
  }

  private Route routeOf(String name) {
    return routes.get(name.substring(OUT.length(), name.length() - WAV.length()));
  }

  /** A power cut now must leave all below record {@code next}. */
  void checkDurable(Recorded recorded, long next) {
    if (next == 0) {
      return;
    }
    SimFile wav = disk.find(OUT + recorded.name + WAV);
    String ledgerName = OUT + ".tapewire/" + recorded.name + ".ledger";
    SimFile ledger = disk.find(ledgerName);
    Violation.unless(wav != null && ledger != null, "claimed without files");
    routes.get(recorded.name).stock.checkDurable(wav, recorded.audioBelow(next));
    Violation.unless(
        ledger.isClean(), () -> recorded.name + ": the ledger is not synced at a claim");
    Violation.unless(
        disk.isDurable(ledgerName) && disk.isDurable(OUT + recorded.name + WAV),
        () -> recorded.name + ": the names of the files are not synced at a claim");
  }
}
