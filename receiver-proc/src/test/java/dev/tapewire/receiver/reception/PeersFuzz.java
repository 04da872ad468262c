package dev.tapewire.receiver.reception;

import dev.tapewire.common.fuzz.Input;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * Any peers for a receiver: whatever they say, in any order, no call fails, what is acknowledged is
 * durable, and no more is stored than came.
 */
public final class PeersFuzz {
  private static final int STEPS_MAX = 200;
  private static final int PEERS_MAX = 6;

  private final Input input;
  private final Scene scene = new Scene();
  private final List<RecordingPeer> peers = new ArrayList<>();

  private PeersFuzz(Input input) {
    this.input = input;
    scene.tape.addFrames(3);
    scene.tape.addEnd();
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    new PeersFuzz(new Input(bytes)).run();
  }

  private void run() {
    connect();
    for (int i = 0; i < STEPS_MAX && !input.isEmpty(); i++) {
      step(peers.get(input.below(peers.size())));
      check();
    }
  }

  private void connect() {
    if (peers.size() < PEERS_MAX) {
      peers.add(scene.connect("peer " + peers.size()));
    }
  }

  private void step(RecordingPeer peer) {
    switch (input.below(12)) {
      case 0 -> connect();
      case 1 -> scene.receptions.text(peer, input.text(), scene.now());
      case 2, 3 -> scene.receptions.text(peer, ControlCodec.encode(control()), scene.now());
      case 4, 5 -> records(peer);
      case 6 -> changedRecord(peer);
      case 7 -> scene.receptions.binary(peer, input.piece(), scene.now());
      case 8 -> scene.receptions.closed(peer, scene.now());
      case 9 -> scene.sync();
      case 10 -> scene.pass(input.octet() * 100_000_000L);
      default -> disaster();
    }
  }

  private void records(RecordingPeer peer) {
    int from = input.below((int) scene.tape.endNumber());
    int count = input.below((int) scene.tape.endNumber() - from + 1);
    scene.send(peer, from, from + count);
  }

  /** A record that is right by its length and CRC, and wrong in any other way. */
  private void changedRecord(RecordingPeer peer) {
    byte[] record = scene.tape.records().get(input.below((int) scene.tape.endNumber()));
    for (int i = input.below(4); i >= 0; i--) {
      record[input.octet() % record.length] = (byte) input.octet();
    }
    Input.repairRecord(record, 0, record.length);
    scene.receptions.binary(peer, record, scene.now());
  }

  private Control control() {
    long next = input.number();
    String digest = next >= 0 && next <= 5 ? scene.digest(0, next) : "ab".repeat(32);
    String delivery = input.flag() ? Control.FIRST_DELIVERY : "replay-1";
    return switch (input.below(5)) {
      case 0 -> Scene.hello(Scene.SESSION, delivery, 0, 0);
      case 1 -> Scene.hello(Scene.SESSION, delivery, next, input.number());
      case 2 -> new Control.Rewind(scene.tape.incarnation(), next);
      case 3 -> new Control.End(next, digest);
      default -> new Control.Hello(input.text(), delivery, (int) next, 1, input.text(), 0, 0);
    };
  }

  private void disaster() {
    switch (input.below(8)) {
      case 0 -> {
        scene.dieAndComeBack();
        peers.clear();
        connect();
      }
      case 1 -> scene.shelf.full = !scene.shelf.full;
      case 2 -> {
        RecordingPeer plain = new RecordingPeer("plain");
        scene.receptions.openedPlain(plain, scene.now());
        scene.receptions.binary(plain, input.piece(), scene.now());
      }
      default -> scene.finishCommits();
    }
  }

  private void check() {
    if (scene.told(Receptions.NOT_FORESEEN) > 0) {
      throw new AssertionError("an exception of ours");
    }
    MemoryShelf.Disk disk = scene.disk();
    if (disk == null || disk.ledger.states().isEmpty()) {
      return;
    }
    List<DeliveryState> states = disk.ledger.states();
    DeliveryState newest = states.get(states.size() - 1);
    if (disk.durable.length < MemoryTape.FORMAT.bytes(newest.position() - 0)
        && disk.head.firstPosition() == 0) {
      throw new AssertionError("the ledger is ahead of the audio");
    }
  }
}
