package dev.tapewire.launcher.simulation;

import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import dev.tapewire.receiver.reception.Peer;
import dev.tapewire.sender.delivery.Delivery;
import dev.tapewire.sender.delivery.Link;
import dev.tapewire.sender.delivery.LinkEvent;
import dev.tapewire.sender.delivery.LinkRequest;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One connection with all that is on its way in it: handed over, in the kernel, read and not yet
 * taken, and back. Confined to one thread.
 */
final class SimLink implements Link {
  /** Read by the receiver and not taken yet; half the messages that a raw delivery stays behind. */
  private static final int INBOX_MAX = 32;

  private record Ping(int payload) {}

  private record Close(int code) {}

  /**
   * On its way to the sender; {@code next}: what it confirms, -1: nothing. A pong has no event, and
   * a payload.
   */
  private record Back(LinkEvent event, long next, int payload) {
    Back(LinkEvent event, long next) {
      this(event, next, SimPings.EMPTY);
    }

    static Back pong(int payload) {
      return new Back(null, -1, payload);
    }
  }

  final Route route;
  final LinkRequest request;
  final Sent sent;
  final FarEnd far = new FarEnd();

  /** Up to where the receiver confirmed on this link, and who called all complete. */
  long claimed;

  boolean claimedComplete;
  boolean endSaid;

  private final Delivery owner;
  private final Fuse fuse;
  private final int cuts;
  private final long told;
  private final Deque<Object> queue = new ArrayDeque<>();
  private final Deque<Object> wire = new ArrayDeque<>();
  private final Deque<Object> inbox = new ArrayDeque<>();
  private final Deque<Back> back = new ArrayDeque<>();
  private long queuedBytes;
  private final SimPings pings = new SimPings();
  private boolean deaf;
  private boolean upgraded;
  private boolean closeSent;
  private boolean cancelled;
  private boolean nearGone;
  private boolean farOpen;
  private boolean farGone;
  private boolean farClosed;
  private boolean dialled;
  private boolean blackhole;
  private boolean halfOpen;
  private boolean brokenHere;

  SimLink(Route route, LinkRequest request, Fuse fuse) {
    this.route = route;
    this.request = request;
    this.owner = route.delivery();
    this.fuse = fuse;
    this.cuts = route.recorded.cuts();
    this.told = owner == null ? 0 : toldOf(owner);
    this.sent = new Sent(route.recorded, route.receiver.isPlain());
  }

  /** What may arrive twice over this link, as is told when it opens. */
  private static long toldOf(Delivery delivery) {
    long samples = delivery.sentPosition() - delivery.checkpoint().position();
    return MemoryTape.FORMAT.bytes(Math.max(0, samples));
  }

  long told() {
    return told;
  }

  @Override
  public boolean sendText(String text) {
    endSaid |= text.startsWith("{\"type\":\"end\"");
    return hand(text);
  }

  @Override
  public boolean sendBinary(byte[] bytes, int offset, int length) {
    byte[] message = java.util.Arrays.copyOfRange(bytes, offset, offset + length);
    if (!hand(message)) {
      return false;
    }
    queuedBytes += length;
    sent.handed(message);
    return true;
  }

  private boolean hand(Object message) {
    if (closeSent || cancelled || nearGone) {
      return false;
    }
    fuse.handOver();
    queue.add(message);
    return true;
  }

  @Override
  public long queuedBytes() {
    return queuedBytes;
  }

  @Override
  public int sentPings() {
    return pings.sentCount();
  }

  @Override
  public int receivedPongs() {
    return pings.answeredCount();
  }

  @Override
  public int unaskedPongs() {
    return pings.unaskedCount();
  }

  @Override
  public void close(int code, String reason) {
    if (hand(new Close(code))) {
      closeSent = true;
      pings.closes(route.nowNs());
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  /** {@return whether the tape was cut back since it was opened} */
  boolean isStale() {
    return cuts != route.recorded.cuts();
  }

  boolean isCurrent() {
    return owner == route.delivery() && !cancelled && !nearGone;
  }

  boolean isOver() {
    return farGone && (nearGone || cancelled || owner != route.delivery()) && back.isEmpty();
  }

  boolean isOpen() {
    return farOpen && !farGone;
  }

  boolean closeSent() {
    return closeSent;
  }

  /** The upgrade. {@return whether anything happened} */
  boolean dial() {
    if (dialled || blackhole || cancelled || owner != route.delivery()) {
      return false;
    }
    dialled = true;
    LinkEvent answer = route.receiver.answer(request);
    back.add(new Back(answer, -1));
    if (answer instanceof LinkEvent.Opened) {
      farOpen = true;
      route.receiver.opened(this);
    } else {
      farGone = true;
    }
    return true;
  }

  /** A ping is counted first and written then; one without an answer is the end of the link. */
  boolean ping() {
    if (pings.takeDue()) {
      wire.add(new Ping(pings.sentCount()));
      return true;
    }
    if (!upgraded || !isCurrent() || brokenHere) {
      return false;
    }
    if (deaf && back.isEmpty() && pings.isKeptAlive(route.nowNs())) {
      back.add(Back.pong(pings.unasked(pings.sentCount()))); // Somebody on the way does.
    }
    if (pings.isAwaited()) {
      if (!pings.isDead(route.nowNs())) {
        return false;
      }
      breakHere("no pong, or no answer to the close");
      return true;
    }
    pings.count(route.nowNs());
    return true;
  }

  /** Moves messages on, up to so many at each of three stages. {@return how many moved} */
  int up(int written, int read, int taken) {
    int moved = 0;
    for (int i = 0; i < written && !queue.isEmpty() && !cancelled && !nearGone; i++, moved++) {
      Object message = queue.remove();
      queuedBytes -= message instanceof byte[] bytes ? bytes.length : 0;
      wire.add(message);
    }
    for (int i = 0; i < read && isOpen() && !blackhole && canRead(); i++, moved++) {
      read(wire.remove());
    }
    for (int i = 0; i < taken && isOpen() && !inbox.isEmpty(); i++, moved++) {
      take(inbox.remove());
    }
    boolean nearEnd = cancelled || nearGone || owner != route.delivery();
    if (isOpen() && inbox.isEmpty() && !halfOpen && (farClosed || (nearEnd && wire.isEmpty()))) {
      farGone = true;
      route.receiver.closed(this);
      moved++;
    }
    return moved;
  }

  private boolean canRead() {
    return !wire.isEmpty() && inbox.size() < INBOX_MAX && !farClosed && !deaf;
  }

  private void read(Object message) {
    if (message instanceof Ping ping) {
      back.add(Back.pong(ping.payload()));
    } else {
      inbox.add(message);
    }
  }

  private void take(Object message) {
    if (message instanceof Close close) {
      farGone = true;
      route.receiver.closed(this);
      back.add(new Back(new LinkEvent.Closed(request.number(), close.code(), ""), -1));
    } else {
      route.receiver.take(this, message);
    }
  }

  /** All that was read is taken now. */
  void takeAll() {
    while (isOpen() && !inbox.isEmpty()) {
      take(inbox.remove());
    }
  }

  /** Gives up to {@code count} events to the sender. {@return how many} */
  int down(int count) {
    int given = 0;
    while (given < count && !back.isEmpty() && isCurrent() && (!blackhole || brokenHere)) {
      given++;
      give(back.remove());
    }
    return given;
  }

  private void give(Back event) {
    if (event.event() == null) {
      pings.came(event.payload());
      return;
    }
    if (event.event() instanceof LinkEvent.Closed || event.event() instanceof LinkEvent.Failed) {
      nearGone = true;
    }
    upgraded |= event.event() instanceof LinkEvent.Opened;
    sent.confirmed(event.next());
    route.tell(event.event());
  }

  /** Events of a link that was given up come after all. {@return how many} */
  int late() {
    int given = 0;
    while (!back.isEmpty() && cancelled && owner == route.delivery()) {
      Back event = back.remove();
      if (event.event() != null) {
        route.tell(event.event());
        given++;
      }
    }
    if (given == 0 && cancelled && owner == route.delivery()) {
      // What a connection says at the least when it is dropped.
      route.tell(new LinkEvent.Failed(request.number(), 0, false, "Socket closed"));
      given = 1;
    }
    return given;
  }

  /** The connection breaks for both sides. */
  void cut() {
    wire.clear();
    breakHere("connection reset");
    if (isOpen()) {
      farClosed = true;
    } else {
      farGone = true;
    }
  }

  /** Only one side hears that it broke. */
  void cutFor(boolean sender) {
    wire.clear();
    blackhole = true;
    if (sender) {
      halfOpen = true;
      breakHere("connection reset");
    } else {
      farClosed = true;
    }
  }

  /** Nothing comes through any more, and nobody is told. */
  void swallowAll() {
    blackhole = true;
  }

  /** A pong comes that answers nothing: without a payload, with a strange one, or once more. */
  void pongUnasked(int more) {
    back.add(Back.pong(pings.unasked(more)));
  }

  /** The receiver takes in nothing more; pongs that nobody asked for go on coming. */
  void readNoMore() {
    deaf = true;
  }

  /** The receiver's process is gone. */
  void farDied(boolean told) {
    if (!farGone) {
      farGone = true;
      inbox.clear();
      wire.clear();
      if (told && dialled) {
        breakHere("connection reset");
      }
    }
  }

  private void breakHere(String reason) {
    brokenHere = true;
    back.add(new Back(new LinkEvent.Failed(request.number(), 0, false, reason), -1));
  }

  /** Spoils a message of records that is on its way. {@return whether there was one} */
  boolean spoil(Fault how, int pick) {
    if (!isOpen() || blackhole || route.receiver.isPlain()) {
      return false;
    }
    up(1, 0, 0);
    return Spoiler.spoil(wire, how, pick);
  }

  /** The receiver's end. */
  final class FarEnd implements Peer {
    @Override
    public void send(Control message) {
      route.receiver.fuse.handOver();
      long next = route.claims.said(message, SimLink.this);
      String text = ControlCodec.encode(message);
      if (!farGone && !farClosed) {
        back.add(new Back(new LinkEvent.Text(request.number(), text), next));
      }
    }

    @Override
    public void close(int code, String reason) {
      if (!farGone && !farClosed) {
        farClosed = true;
        back.add(new Back(new LinkEvent.Closed(request.number(), code, reason), -1));
      }
    }

    @Override
    public String name() {
      return "link " + request.number();
    }
  }
}
