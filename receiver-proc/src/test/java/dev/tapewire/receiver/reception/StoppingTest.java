package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import org.junit.jupiter.api.Test;

final class StoppingTest {
  private final Scene scene = new Scene();

  @Test
  void sendsAllAwayAndMakesWhatCameDurable() {
    scene.tape.addFrames(3);
    RecordingPeer stranger = scene.connect("stranger");
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 4);
    assertFalse(scene.receptions.stopped());
    scene.receptions.stop(scene.now());

    assertEquals(CloseCode.GOING_AWAY, stranger.closeCode);
    assertEquals(CloseCode.GOING_AWAY, peer.closeCode);
    assertFalse(scene.receptions.stopped());
    scene.finishCommits();
    scene.pass(1);
    assertTrue(scene.receptions.stopped());
    assertEquals(3 * 160, scene.disk().durable.length);
  }

  @Test
  void takesNobodyAnyMore() {
    scene.receptions.stop(scene.now());
    RecordingPeer late = scene.connect("late");
    RecordingPeer plain = new RecordingPeer("plain");
    scene.receptions.openedPlain(plain, scene.now());

    assertEquals(CloseCode.GOING_AWAY, late.closeCode);
    assertEquals(CloseCode.GOING_AWAY, plain.closeCode);
    assertTrue(late.received.isEmpty());
    assertTrue(scene.shelf.disks.isEmpty());
    assertTrue(scene.receptions.stopped());
  }

  @Test
  void passesOverWhatASentAwayStrangerStillSays() {
    RecordingPeer stranger = scene.connect("stranger");
    scene.receptions.stop(scene.now());
    scene.say(stranger, Scene.hello("late", "first", 0, 0));
    assertTrue(scene.shelf.disks.isEmpty());
  }

  @Test
  void aPlainClientOnAFullDiskIsSentAway() {
    scene.shelf.full = true;
    RecordingPeer plain = new RecordingPeer("plain");
    scene.receptions.openedPlain(plain, scene.now());
    assertEquals(CloseCode.STORAGE, plain.closeCode);
  }

  @Test
  void aSessionThatCantBeOpenedIsToldAsStorage() {
    scene.shelf.full = true;
    RecordingPeer peer = scene.hello("a");
    assertEquals(CloseCode.STORAGE, peer.closeCode);
    scene.shelf.full = false;
    assertEquals(0, scene.hello("b").newest(Control.Welcome.class).next());
  }

  @Test
  void aTrackIsFreeForOthersOnceNobodyUsesIt() {
    RecordingPeer peer = scene.hello("a");
    scene.receptions.closed(peer, scene.now());
    scene.finishCommits();
    scene.pass(ReceptionLimits.SUMMARY_NS);
    scene.receptions = scene.newReceptions(dev.tapewire.common.tape.MemoryTape.FORMAT);
    assertEquals(0, scene.hello("b").newest(Control.Welcome.class).next());
  }

  @Test
  void tellsTheRefusalsThatWereOnlyCounted() {
    for (int i = 0; i < 3; i++) {
      scene.say(scene.connect("x"), new Control.Ack(1));
    }
    assertEquals(1, scene.told("refused with"));
    scene.receptions.stop(scene.now());
    assertEquals(1, scene.told("2 more like this"));
  }

  @Test
  void tellsAMinuteLaterTheRefusalsThatWereOnlyCounted() {
    for (int i = 0; i < 3; i++) {
      scene.say(scene.connect("x"), new Control.Ack(1));
    }
    scene.pass(RefusalLog.QUIET_NS);
    assertEquals(1, scene.told("2 more like this"));
  }

  @Test
  void aFullDiskIsToldOnceUntilItIsNotFullAnyMore() {
    scene.tape.addFrames(4);
    for (int round = 1; round <= 2; round++) {
      scene.shelf.full = true;
      scene.hello("a");
      scene.hello("b");
      assertEquals(round, scene.told("can't store"), "round " + round);
      assertEquals(0, scene.told("refused with"), "a full disk is nobody's misdeed");
      scene.shelf.full = false;
      RecordingPeer peer = scene.hello("c");
      scene.send(peer, 0, 3);
      scene.sync();
      scene.receptions.closed(peer, scene.now());
      scene.finishCommits();
      scene.pass(ReceptionLimits.SUMMARY_NS);
    }
  }
}
