package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import org.junit.jupiter.api.Test;

final class ReceptionTest {
  private final Scene scene = new Scene();

  @Test
  void welcomesANewSessionFromItsStart() {
    RecordingPeer peer = scene.hello("a");

    assertEquals(
        new Control.Welcome(true, "", 0, DeliveryState.NO_DIGEST),
        peer.newest(Control.Welcome.class));
  }

  @Test
  void acknowledgesOnlyWhatIsDurable() {
    scene.tape.addFrames(3);
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 4);
    scene.pass(ReceptionLimits.GROUP_NS);

    assertEquals(1, scene.shelf.pending.size());
    assertNull(peer.newest(Control.Ack.class));

    scene.finishCommits();

    assertEquals(new Control.Ack(4), peer.newest(Control.Ack.class));
    assertArrayEquals(scene.tape.pcm(), scene.disk().durable);
  }

  @Test
  void waitsForAGroupToBecomeDue() {
    scene.tape.addFrames(3);
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 4);
    scene.pass(ReceptionLimits.GROUP_NS - 1);

    assertTrue(scene.shelf.pending.isEmpty());
  }

  @Test
  void doesNotWaitOnceAGroupIsLarge() {
    byte[] pcm = new byte[64 * 1024];
    for (int i = 0; i < 17; i++) {
      scene.tape.addFrame(pcm, 0);
    }
    RecordingPeer peer = scene.hello("a");
    for (int i = 0; i < 16; i++) {
      scene.send(peer, i, i + 1);
    }
    assertTrue(scene.shelf.pending.isEmpty());

    scene.send(peer, 16, 18);

    assertEquals(1, scene.shelf.pending.size());
  }

  @Test
  void takesMoreWhileACommitIsUnderWay() {
    scene.tape.addFrames(3);
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 2);
    scene.pass(ReceptionLimits.GROUP_NS);
    scene.send(peer, 2, 4);

    scene.finishCommits();
    assertEquals(new Control.Ack(2), peer.newest(Control.Ack.class));
    scene.sync();

    assertEquals(new Control.Ack(4), peer.newest(Control.Ack.class));
  }

  @Test
  void confirmsTheEndOnceAllIsDurable() {
    scene.tape.addFrames(3);
    scene.tape.addAnchor(new Anchor(1, 2, 3));
    scene.tape.addEnd();
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, scene.tape.endNumber());
    scene.end(peer);
    assertNull(peer.newest(Control.Complete.class));

    scene.finishCommits();

    String digest = scene.digest(0, scene.tape.endNumber());
    assertEquals(new Control.Complete(digest), peer.newest(Control.Complete.class));
    assertTrue(scene.disk().summary.contains("\"complete\": true"), scene.disk().summary);
    assertTrue(scene.disk().summary.contains(digest), scene.disk().summary);
  }

  @Test
  void confirmsTheEndAgainAfterARestart() {
    deliverWhole();
    scene.dieAndComeBack();
    RecordingPeer peer = scene.hello("b");
    assertEquals(scene.tape.endNumber(), peer.newest(Control.Welcome.class).next());

    scene.end(peer);

    assertNotNull(peer.newest(Control.Complete.class));
    assertTrue(scene.shelf.pending.isEmpty());
  }

  @Test
  void refusesAnEndWithAnotherDigest() {
    scene.tape.addEnd();
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 2);
    scene.say(peer, new Control.End(2, "ab".repeat(32)));

    assertEquals(CloseCode.DIGEST_MISMATCH, peer.closeCode);
  }

  @Test
  void refusesAnEndBeforeTheEndRecord() {
    scene.tape.addFrame();
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 2);
    scene.end(peer);

    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
  }

  @Test
  void refusesAnEndThatIsNotWhereTheRecordsEnd() {
    scene.tape.addFrames(2);
    scene.tape.addEnd();
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 3);
    scene.end(peer);

    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
  }

  @Test
  void goesOnFromWhatWasDurableAfterItsDeath() {
    scene.tape.addFrames(5);
    scene.tape.addEnd();
    RecordingPeer before = scene.hello("a");
    scene.send(before, 0, 3);
    scene.sync();
    scene.send(before, 3, 5);
    scene.dieAndComeBack();

    RecordingPeer after = scene.hello("b");
    Control.Welcome welcome = after.newest(Control.Welcome.class);
    assertEquals(
        new Control.Welcome(true, scene.tape.incarnation(), 3, scene.digest(0, 3)), welcome);
    scene.send(after, 3, 7);
    scene.end(after);
    scene.finishCommits();

    assertNotNull(after.newest(Control.Complete.class));
    assertArrayEquals(scene.tape.pcm(), scene.disk().durable);
  }

  @Test
  void keepsWhatAConnectionBroughtBeforeItWasLost() {
    scene.tape.addFrames(3);
    RecordingPeer first = scene.hello("a");
    scene.send(first, 0, 4);
    scene.receptions.closed(first, scene.now());
    RecordingPeer second = scene.hello("b");
    assertNull(second.newest(Control.Welcome.class));

    scene.finishCommits();

    assertEquals(4, second.newest(Control.Welcome.class).next());
  }

  @Test
  void letsANewerConnectionTakeOver() {
    scene.tape.addFrames(3);
    RecordingPeer older = scene.hello("a");
    scene.send(older, 0, 2);
    RecordingPeer newer = scene.hello("b");
    scene.finishCommits();
    assertEquals(CloseCode.TAKEN_OVER, older.closeCode);
    assertEquals(2, newer.newest(Control.Welcome.class).next());

    scene.send(older, 2, 3);
    scene.receptions.closed(older, scene.now());
    scene.send(newer, 2, 4);
    scene.sync();

    assertEquals(new Control.Ack(4), newer.newest(Control.Ack.class));
    assertEquals(0, newer.closeCode);
  }

  @Test
  void forgetsASessionThatNobodyDelivers() {
    scene.tape.addFrame();
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 2);
    scene.receptions.closed(peer, scene.now());
    scene.finishCommits();
    scene.pass(1);

    scene.receptions.stop(scene.now());

    assertTrue(scene.receptions.stopped());
    assertTrue(scene.disk().summary.contains("\"samples\": 80"), scene.disk().summary);
  }

  @Test
  void makesEverythingDurableWhenItStops() {
    scene.tape.addFrames(2);
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 3);

    scene.receptions.stop(scene.now());
    scene.finishCommits();
    scene.pass(1);

    assertEquals(CloseCode.GOING_AWAY, peer.closeCode);
    assertTrue(scene.receptions.stopped());
    assertArrayEquals(scene.tape.pcm(), scene.disk().durable);
  }

  @Test
  void storesAReplayBesideTheSession() {
    deliverWhole();
    RecordingPeer peer = scene.connect("replay");
    scene.say(peer, Scene.hello(Scene.SESSION, "again-1", 0, 0));
    scene.send(peer, 0, scene.tape.endNumber());
    scene.end(peer);
    scene.finishCommits();

    assertNotNull(peer.newest(Control.Complete.class));
    assertArrayEquals(scene.tape.pcm(), scene.shelf.disks.get(Scene.SESSION + "/again-1").durable);
  }

  @Test
  void startsAReplayInsideItsFirstFrame() {
    scene.tape.addFrames(3);
    RecordingPeer peer = scene.connect("replay");
    scene.say(peer, Scene.hello(Scene.SESSION, "part", 2, 100));
    scene.send(peer, 2, 4);
    scene.say(peer, new Control.End(4, scene.digest(2, 4)));
    scene.finishCommits();

    assertNotNull(peer.newest(Control.Complete.class));
    byte[] all = scene.tape.pcm();
    assertArrayEquals(
        java.util.Arrays.copyOfRange(all, 200, all.length),
        scene.shelf.disks.get(Scene.SESSION + "/part").durable);
  }

  private void deliverWhole() {
    scene.tape.addFrames(3);
    scene.tape.addEnd();
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, scene.tape.endNumber());
    scene.end(peer);
    scene.finishCommits();
    scene.receptions.closed(peer, scene.now());
    scene.pass(1);
  }
}
