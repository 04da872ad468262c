package dev.tapewire.receiver.reception;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.record.RecordDigest;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A receiver without threads, sockets and files, and the ways in which a test pokes it. */
final class Scene {
  static final String SESSION = "talk";

  final ManualClock clock = new ManualClock();
  final MemoryShelf shelf = new MemoryShelf();
  final MemoryTape tape = new MemoryTape(SESSION, 7);
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  Receptions receptions = newReceptions(MemoryTape.FORMAT);

  Receptions newReceptions(PcmFormat plain) {
    return new Receptions(shelf, plain, new Log(new PrintStream(told, true), false));
  }

  /** {@return the lines told to people so far that hold {@code part}} */
  long told(String part) {
    return told.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains(part)).count();
  }

  /** The receiver dies and comes back. */
  void dieAndComeBack() {
    shelf.die();
    receptions = newReceptions(MemoryTape.FORMAT);
  }

  RecordingPeer connect(String name) {
    RecordingPeer peer = new RecordingPeer(name);
    receptions.opened(peer, now());
    return peer;
  }

  /** Connects and says hello for the session's first delivery. */
  RecordingPeer hello(String name) {
    RecordingPeer peer = connect(name);
    say(peer, hello(SESSION, Control.FIRST_DELIVERY, 0, 0));
    return peer;
  }

  static Control.Hello hello(String session, String delivery, long first, long position) {
    PcmFormat format = MemoryTape.FORMAT;
    return new Control.Hello(
        session,
        delivery,
        format.sampleRateHz(),
        format.channels(),
        format.encoding().label(),
        first,
        position);
  }

  void say(RecordingPeer peer, Control message) {
    receptions.text(peer, ControlCodec.encode(message), now());
  }

  /** Sends the tape's records [from, to) in one message. */
  void send(RecordingPeer peer, long from, long to) {
    receptions.binary(peer, message(tape.records().subList((int) from, (int) to)), now());
  }

  static byte[] message(List<byte[]> records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      for (byte[] record : records) {
        out.write(record);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  /** Says end as a sender does that sent the whole tape. */
  void end(RecordingPeer peer) {
    say(peer, new Control.End(tape.endNumber(), digest(0, tape.endNumber())));
  }

  String digest(long from, long to) {
    RecordDigest digest = new RecordDigest();
    for (byte[] record : tape.records().subList((int) from, (int) to)) {
      digest.update(record, 0, record.length);
    }
    return digest.hex();
  }

  /** Lets so much time pass, then what has become due is done. */
  void pass(long ns) {
    clock.advanceNs(ns);
    receptions.step(now());
  }

  /** Lets a group become due and the disk finish it. */
  void sync() {
    pass(ReceptionLimits.GROUP_NS);
    finishCommits();
  }

  /** The disk finishes all it was asked for, and what follows from it. */
  void finishCommits() {
    while (!shelf.pending.isEmpty()) {
      MemoryShelf.Pending done = shelf.finish();
      receptions.committed(done.track(), done.commit(), null, now());
    }
  }

  long now() {
    return clock.monotonicNs();
  }

  MemoryShelf.Disk disk() {
    return shelf.disks.get(SESSION + "/" + Control.FIRST_DELIVERY);
  }
}
