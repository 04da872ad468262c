package dev.tapewire.launcher.simulation;

import dev.tapewire.common.time.ManualClock;
import dev.tapewire.sender.delivery.Delivery;
import dev.tapewire.sender.delivery.LinkEvent;
import dev.tapewire.sender.delivery.State;
import java.util.ArrayList;
import java.util.List;

/** One session on its way to one destination, over all lives of all processes. */
final class Route {
  /** Links that were given up and may still say something. */
  private static final int OLD_LINKS_MAX = 3;

  final Recorded recorded;
  final Receiver receiver;
  final Claims claims = new Claims(this);
  final CheckedStore store;
  final Stocktaking stock;
  final RawStock raw;
  final List<SimLink> links = new ArrayList<>();
  private final Sender sender;
  private final ManualClock clock;
  private Delivery delivery;
  private long sentPosition;

  Route(Recorded recorded, Receiver receiver, Sender sender, ManualClock clock) {
    this.recorded = recorded;
    this.receiver = receiver;
    this.sender = sender;
    this.clock = clock;
    this.stock = new Stocktaking(recorded);
    this.raw = new RawStock(recorded);
    this.store =
        new CheckedStore(
            sender.fuse, (before, to) -> claims.saving(before, to, receiver.isPlain()));
  }

  long nowNs() {
    return clock.monotonicNs();
  }

  Delivery delivery() {
    return delivery;
  }

  Sender sender() {
    return sender;
  }

  /** {@return up to where samples were sent, as a file says that outlives the sender} */
  long sentPosition() {
    return sentPosition;
  }

  void sent(long position) {
    sentPosition = position;
  }

  /** The sender looks at the session anew. */
  void startAgain() {
    sender.start(this);
  }

  State state() {
    return delivery.state();
  }

  /** A sender takes the delivery on. */
  void start(Delivery fresh) {
    delivery = fresh;
  }

  SimLink newest() {
    return links.isEmpty() ? null : links.get(links.size() - 1);
  }

  void add(SimLink link) {
    links.add(link);
    links.removeIf(SimLink::isOver);
    while (links.size() > OLD_LINKS_MAX) {
      SimLink oldest = links.remove(0);
      if (oldest.isOpen()) {
        receiver.closed(oldest);
      }
      oldest.farDied(false);
    }
  }

  /** All that is under way on the newest link arrives, if anything does. */
  void carryAll() {
    SimLink link = newest();
    while (link != null && link.up(1, 1, 1) > 0) {
      // On it goes.
    }
  }

  /** Something happened to a link. */
  void tell(LinkEvent event) {
    Delivery to = delivery;
    sender.run(() -> to.onEvent(event, clock.monotonicNs()));
  }

  void tapeCut() {
    claims.tapeCut();
    stock.tapeCut();
    raw.tapeCut();
  }

  boolean isWhole() {
    return receiver.isPlain()
        ? raw.covered() == recorded.framesBytes()
        : stock.good() == recorded.audioBytes();
  }
}
