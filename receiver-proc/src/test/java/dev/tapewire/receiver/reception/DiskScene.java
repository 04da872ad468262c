package dev.tapewire.receiver.reception;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.record.RecordDigest;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import dev.tapewire.receiver.store.FileShelf;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A receiver that stores on a disk, with one thread for all it does, and a sender that pokes it.
 */
final class DiskScene {
  private record Done(Track track, Commit commit, IOException failure) {}

  private final ManualClock clock = new ManualClock();
  private final Deque<Done> done = new ArrayDeque<>();
  private final Receptions receptions;
  private final MemoryTape tape;

  DiskScene(Path out, MemoryTape tape) throws IOException {
    this.tape = tape;
    Log silent = new Log(new PrintStream(OutputStream.nullOutputStream()), false);
    FileShelf shelf =
        new FileShelf(out, clock, Runnable::run, (t, c, e) -> done.add(new Done(t, c, e)), silent);
    receptions = new Receptions(shelf, MemoryTape.FORMAT, silent);
  }

  void hello(Peer peer) {
    receptions.opened(peer, now());
    say(peer, Scene.hello(Scene.SESSION, Control.FIRST_DELIVERY, 0, 0));
  }

  void say(Peer peer, Control message) {
    receptions.text(peer, ControlCodec.encode(message), now());
    finish();
  }

  /** Sends the tape's records [from, to), which become durable. */
  void send(Peer peer, long from, long to) {
    byte[] message = Scene.message(tape.records().subList((int) from, (int) to));
    receptions.binary(peer, message, now());
    clock.advanceNs(ReceptionLimits.GROUP_NS);
    receptions.step(now());
    finish();
  }

  /** Says that this was all of the tape. */
  void end(Peer peer) {
    say(peer, new Control.End(tape.endNumber(), digest(tape)));
  }

  /** Stops in order. */
  void stop() {
    receptions.stop(now());
    finish();
    receptions.step(now());
  }

  static String digest(MemoryTape tape) {
    RecordDigest digest = new RecordDigest();
    tape.records().forEach(record -> digest.update(record, 0, record.length));
    return digest.hex();
  }

  private void finish() {
    while (!done.isEmpty()) {
      Done next = done.remove();
      receptions.committed(next.track(), next.commit(), next.failure(), now());
    }
  }

  private long now() {
    return clock.monotonicNs();
  }
}
