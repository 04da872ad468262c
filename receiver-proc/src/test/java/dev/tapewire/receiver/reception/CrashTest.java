package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.wire.Control;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deaths and lost connections at random moments, one thread, one seed. */
final class CrashTest {
  private static final int STEPS = 400;

  static java.util.stream.LongStream seeds() {
    return java.util.stream.LongStream.rangeClosed(1, 60);
  }

  private final Scene scene = new Scene();
  private RecordingPeer peer;
  private long sent;
  private long acknowledged;
  private long acknowledgedBefore;

  @ParameterizedTest
  @MethodSource("seeds")
  void storesEverySampleOnce(long seed) {
    Random random = new Random(seed);
    connect();
    for (int i = 0; i < STEPS; i++) {
      act(random);
      check();
    }
    connect();
    scene.finishCommits();
    sent = welcome();
    scene.tape.addEnd();
    scene.send(peer, sent, scene.tape.endNumber());
    scene.end(peer);
    scene.finishCommits();

    String digest = scene.digest(0, scene.tape.endNumber());
    assertEquals(new Control.Complete(digest), peer.newest(Control.Complete.class));
    assertArrayEquals(scene.tape.pcm(), scene.disk().durable);
  }

  private void act(Random random) {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> scene.tape.addFrames(random.nextInt(4));
      case 3, 4, 5 -> sendSome(random);
      case 6, 7 -> scene.pass(random.nextInt((int) ReceptionLimits.GROUP_NS));
      case 8, 9 -> finishOne();
      case 10 -> {
        if (random.nextBoolean()) {
          scene.receptions.closed(peer, scene.now());
        }
        connect();
      }
      default -> {
        if (random.nextInt(3) == 0) {
          scene.dieAndComeBack();
          connect();
        }
      }
    }
  }

  private void sendSome(Random random) {
    if (peer.newest(Control.Welcome.class) == null) {
      return;
    }
    sent = Math.max(sent, welcome());
    long to = Math.min(scene.tape.endNumber(), sent + random.nextInt(4));
    scene.send(peer, sent, to);
    sent = to;
  }

  private void finishOne() {
    if (!scene.shelf.pending.isEmpty()) {
      MemoryShelf.Pending done = scene.shelf.finish();
      scene.receptions.committed(done.track(), done.commit(), null, scene.now());
    }
  }

  private void connect() {
    peer = scene.hello("peer");
    sent = 0;
    acknowledgedBefore = acknowledged;
  }

  private long welcome() {
    return peer.newest(Control.Welcome.class).next();
  }

  /** Nothing acknowledged is ever asked for again; acknowledgements never go back. */
  private void check() {
    assertEquals(0, peer.closeCode, peer.closeReason);
    Control.Welcome welcome = peer.newest(Control.Welcome.class);
    if (welcome != null) {
      assertTrue(welcome.next() >= acknowledgedBefore);
    }
    for (Control message : peer.received) {
      if (message instanceof Control.Ack ack) {
        assertTrue(ack.next() <= sent);
        acknowledged = Math.max(acknowledged, ack.next());
      }
    }
  }
}
