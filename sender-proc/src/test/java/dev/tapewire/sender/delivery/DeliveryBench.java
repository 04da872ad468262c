package dev.tapewire.sender.delivery;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.record.RecordDigest;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A delivery over fake links on a tape in memory, stepped by hand. Confined to one thread. */
final class DeliveryBench {
  static final Control.Greeting GREETING = new Control.Greeting(131_072);
  static final Control.Welcome NOTHING = new Control.Welcome(true, "", 0, "0".repeat(64));

  final MemoryTape tape = new MemoryTape("session-1", 7);
  final ManualClock clock = new ManualClock();
  final MemoryCheckpoint store = new MemoryCheckpoint();
  final List<FakeLink> links = new ArrayList<>();

  /** Where the mark of what was sent was moved to, after how many messages were handed over. */
  final List<String> marks = new ArrayList<>();

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final String profile;

  /** Null but for a speech service. */
  private final ServiceTerms service;

  Delivery delivery;

  DeliveryBench(String profile) {
    this(profile, null);
  }

  DeliveryBench(String profile, ServiceTerms service) {
    this.profile = profile;
    this.service = service;
  }

  /** Makes the delivery, as a process that starts. */
  Delivery start() {
    TapeReader reader = tape.openReader();
    return start(reader, Plan.whole(reader, 0), Pacing.FLAT_OUT);
  }

  Delivery start(TapeReader reader, Plan plan, Pacing pacing) {
    DeliveryParts parts =
        new DeliveryParts(
            plan, reader, store, this::open, pacing, profile, new Random(1), service, 0);
    Log to = new Log(new PrintStream(log, true, StandardCharsets.UTF_8), false);
    delivery = new Delivery(parts, "it", new SentMark(0, this::noteSent), to);
    return delivery;
  }

  private void noteSent(long position) {
    marks.add(position + " after " + (links.isEmpty() ? 0 : link().handed.size()));
  }

  private Link open(LinkRequest request) {
    links.add(new FakeLink(request));
    return link();
  }

  /** Appends frames of 16 KiB, so that few fill a window. */
  void addLargeFrames(int count) {
    for (int i = 0; i < count; i++) {
      tape.addFrame(new byte[16 * 1024], 0);
    }
  }

  /** {@return the newest link} */
  FakeLink link() {
    return links.get(links.size() - 1);
  }

  boolean work() {
    return delivery.work(clock.monotonicNs());
  }

  /** Works until there is nothing to do. */
  void settle() {
    for (int i = 0; i < 1000 && work(); i++) {}
  }

  void passMs(long ms) {
    clock.advanceNs(TimeUnit.MILLISECONDS.toNanos(ms));
    settle();
  }

  void event(LinkEvent event) {
    delivery.onEvent(event, clock.monotonicNs());
  }

  void say(Control control) {
    event(new LinkEvent.Text(link().request.number(), ControlCodec.encode(control)));
  }

  void opened() {
    String selected = link().request.offersTapewire() ? Control.SUBPROTOCOL : "";
    event(new LinkEvent.Opened(link().request.number(), selected));
  }

  void closed(int code) {
    event(new LinkEvent.Closed(link().request.number(), code, ""));
  }

  void failed(int status, boolean hopeless) {
    event(new LinkEvent.Failed(link().request.number(), status, hopeless, "status " + status));
  }

  /** Connects, greets, and takes the hello. */
  Control.Hello greet() {
    settle();
    opened();
    say(GREETING);
    return (Control.Hello) link().control();
  }

  /** Connects up to streaming, with a receiver that says {@code welcome}. */
  void stream(Control.Welcome welcome) {
    greet();
    say(welcome);
    settle();
  }

  /** {@return the welcome of a receiver that has everything below {@code next}} */
  Control.Welcome has(long next) {
    String incarnation = tape.openReader().incarnationAt(next - 1);
    return new Control.Welcome(true, incarnation, next, digest(next));
  }

  /** {@return the digest over the tape's records below {@code next}} */
  String digest(long next) {
    RecordDigest digest = new RecordDigest();
    for (byte[] record : tape.records().subList(0, (int) next)) {
      digest.update(record, 0, record.length);
    }
    return digest.hex();
  }

  /** {@return the tape's records from {@code from} to below {@code to}, joined} */
  byte[] bytes(int from, int to) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    tape.records().subList(from, to).forEach(all::writeBytes);
    return all.toByteArray();
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  long logLines() {
    return log().lines().count();
  }
}
