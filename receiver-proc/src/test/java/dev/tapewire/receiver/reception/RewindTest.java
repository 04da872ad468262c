package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class RewindTest {
  private static final int FRAME_BYTES = 160;

  private final Scene scene = new Scene();
  private final String firstLife = scene.tape.incarnation();

  @Test
  void goesBackToTheNewestStateThatTheTapeStillHolds() {
    deliverInGroupsOfTwo();
    byte[] before = scene.tape.pcm();
    scene.tape.cut(6);
    scene.tape.addFrames(3);
    RecordingPeer peer = scene.hello("b");
    assertEquals(11, peer.newest(Control.Welcome.class).next());

    scene.say(peer, new Control.Rewind(firstLife, 6));
    scene.finishCommits();

    assertEquals(
        new Control.Welcome(true, firstLife, 5, scene.digest(0, 5)),
        peer.newest(Control.Welcome.class));
    byte[] takenBack = Arrays.copyOfRange(before, 4 * FRAME_BYTES, before.length);
    assertArrayEquals(takenBack, scene.disk().aside.get(0));
    finish(peer, 5);
    assertArrayEquals(scene.tape.pcm(), scene.disk().durable);
  }

  @Test
  void remembersAfterItsDeathThatItWentBack() {
    deliverInGroupsOfTwo();
    scene.tape.cut(6);
    scene.tape.addFrames(3);
    scene.say(scene.hello("b"), new Control.Rewind(firstLife, 6));
    scene.finishCommits();
    scene.dieAndComeBack();

    RecordingPeer peer = scene.hello("c");

    assertEquals(5, peer.newest(Control.Welcome.class).next());
    finish(peer, 5);
    assertArrayEquals(scene.tape.pcm(), scene.disk().durable);
  }

  @Test
  void goesBackStepByStepThroughLivesThatTheTapeLost() {
    deliverInGroupsOfTwo();
    String lost = scene.tape.restart();
    scene.tape.addFrames(1);
    RecordingPeer older = scene.hello("b");
    scene.send(older, 11, 13);
    scene.sync();
    scene.tape.cut(4);
    scene.tape.addFrames(2);
    RecordingPeer peer = scene.hello("c");
    assertEquals(lost, peer.newest(Control.Welcome.class).incarnation());

    scene.say(peer, new Control.Rewind(lost, 0));
    scene.finishCommits();
    assertEquals(
        new Control.Welcome(true, firstLife, 11, peer.newest(Control.Welcome.class).digest()),
        peer.newest(Control.Welcome.class));
    scene.say(peer, new Control.Rewind(firstLife, 4));
    scene.finishCommits();

    assertEquals(3, peer.newest(Control.Welcome.class).next());
    finish(peer, 3);
    assertArrayEquals(scene.tape.pcm(), scene.disk().durable);
  }

  @Test
  void startsOverIfNothingOfItIsOnTheTape() {
    deliverInGroupsOfTwo();
    RecordingPeer peer = scene.hello("b");

    scene.say(peer, new Control.Rewind(firstLife, 0));
    scene.finishCommits();

    assertEquals(
        new Control.Welcome(true, "", 0, DeliveryState.NO_DIGEST),
        peer.newest(Control.Welcome.class));
  }

  @Test
  void goesBackBehindTheEndOfACompleteSession() {
    scene.tape.addFrames(10);
    scene.tape.addEnd();
    RecordingPeer peer = scene.hello("a");
    for (int i = 0; i < 12; i += 2) {
      scene.send(peer, i, i + 2);
      scene.sync();
    }
    scene.end(peer);
    scene.finishCommits();
    assertNotNull(peer.newest(Control.Complete.class));
    scene.tape.cut(9);
    scene.tape.addFrames(4);
    scene.tape.addEnd();

    RecordingPeer again = scene.hello("b");
    scene.say(again, new Control.Rewind(firstLife, 9));
    scene.finishCommits();

    assertEquals(8, again.newest(Control.Welcome.class).next());
    scene.send(again, 8, scene.tape.endNumber());
    scene.end(again);
    scene.finishCommits();
    assertNotNull(again.newest(Control.Complete.class));
    assertArrayEquals(scene.tape.pcm(), scene.disk().durable);
    assertTrue(scene.disk().summary.contains("\"complete\": true"), scene.disk().summary);
  }

  @Test
  void refusesToGoBackOnceRecordsCame() {
    deliverInGroupsOfTwo();
    scene.tape.addFrames(1);
    RecordingPeer peer = scene.hello("b");
    scene.send(peer, 11, 12);

    scene.say(peer, new Control.Rewind(firstLife, 4));
    scene.finishCommits();

    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
  }

  @Test
  void refusesAStepThatIsNotBack() {
    deliverInGroupsOfTwo();
    RecordingPeer forward = scene.hello("b");
    scene.say(forward, new Control.Rewind(firstLife, 11));
    assertEquals(CloseCode.BAD_MESSAGE, forward.closeCode);

    RecordingPeer stranger = scene.hello("c");
    scene.say(stranger, new Control.Rewind("ab".repeat(16), 4));
    assertEquals(CloseCode.BAD_MESSAGE, stranger.closeCode);
  }

  /** Leaves durable states at 1, 3, 5, 7, 9 and 11. */
  private void deliverInGroupsOfTwo() {
    scene.tape.addFrames(10);
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 1);
    scene.sync();
    for (int i = 1; i < 11; i += 2) {
      scene.send(peer, i, i + 2);
      scene.sync();
    }
  }

  private void finish(RecordingPeer peer, long from) {
    scene.send(peer, from, scene.tape.endNumber());
    scene.sync();
    assertEquals(scene.tape.endNumber(), peer.newest(Control.Ack.class).next());
  }
}
