package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.RecordLayout;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import org.junit.jupiter.api.Test;

/** When audio is made durable and when the summary tells of it, to the byte and nanosecond. */
final class GroupingTest {
  private final Scene scene = new Scene();

  @Test
  void aGroupOfTheFullSizeWaitsForNoTime() {
    addRecords(ReceptionLimits.GROUP_BYTES);
    sendAllBehindTheHeader();
    assertEquals(1, scene.shelf.pending.size());
  }

  @Test
  void aGroupJustBelowItWaits() {
    addRecords(ReceptionLimits.GROUP_BYTES - 2);
    sendAllBehindTheHeader();
    assertTrue(scene.shelf.pending.isEmpty());
  }

  @Test
  void aGroupIsDueSoLongAfterItsFirstRecord() {
    scene.tape.addFrames(4);
    RecordingPeer peer = scene.hello("a");
    scene.pass(5 * ReceptionLimits.GROUP_NS);
    scene.send(peer, 0, 1);
    scene.pass(ReceptionLimits.GROUP_NS - 1);
    scene.send(peer, 1, 2);
    assertTrue(scene.shelf.pending.isEmpty());
    scene.pass(1);
    assertEquals(1, scene.shelf.pending.size());
    assertEquals(2, scene.shelf.pending.peek().commit().state().next());
  }

  @Test
  void oneGroupAtATimeGoesToTheDiskAndTheNextRightAfterIt() {
    scene.tape.addFrames(4);
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 2);
    scene.pass(ReceptionLimits.GROUP_NS);
    scene.send(peer, 2, 5);
    scene.pass(ReceptionLimits.GROUP_NS);
    assertEquals(1, scene.shelf.pending.size());

    MemoryShelf.Pending done = scene.shelf.finish();
    scene.receptions.committed(done.track(), done.commit(), null, scene.now());
    scene.pass(0);

    assertEquals(new Control.Ack(2), peer.newest(Control.Ack.class));
    assertEquals(1, scene.shelf.pending.size());
    assertEquals(5, scene.shelf.pending.peek().commit().state().next());
  }

  @Test
  void theSummaryFollowsWithinASecond() {
    scene.tape.addFrames(4);
    RecordingPeer peer = scene.hello("a");
    assertTrue(samples(0), scene.disk().summary);
    scene.send(peer, 0, 3);
    scene.sync();
    scene.pass(ReceptionLimits.SUMMARY_NS - ReceptionLimits.GROUP_NS - 1);
    assertTrue(samples(0), scene.disk().summary);
    scene.pass(1);
    assertTrue(samples(160), scene.disk().summary);
  }

  @Test
  void theSummaryIsNewWhenTheSenderHearsThatAllIsThere() {
    scene.tape.addEnd();
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 2);
    scene.end(peer);
    scene.finishCommits();
    assertNotNull(peer.newest(Control.Complete.class));
    assertTrue(scene.disk().summary.contains("\"complete\": true"), scene.disk().summary);
  }

  @Test
  void theSummaryIsNewOnceTheSenderIsGone() {
    scene.tape.addFrames(2);
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 3);
    scene.receptions.closed(peer, scene.now());
    scene.finishCommits();
    assertTrue(samples(160), scene.disk().summary);
  }

  @Test
  void aDiskThatFillsBeforeAGroupEndsTheSession() {
    RecordingPeer peer = streaming();
    scene.shelf.full = true;
    scene.pass(ReceptionLimits.GROUP_NS);
    assertSentAway(peer);
  }

  @Test
  void aDiskThatFillsBeforeASummaryEndsTheSession() {
    RecordingPeer peer = streaming();
    scene.sync();
    scene.shelf.full = true;
    scene.pass(ReceptionLimits.SUMMARY_NS);
    assertSentAway(peer);
  }

  @Test
  void aDiskThatFillsBeforeTheLastSummaryCompletesNothing() {
    scene.tape.addEnd();
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 2);
    scene.end(peer);
    scene.shelf.full = true;
    scene.finishCommits();
    assertNull(peer.newest(Control.Complete.class));
    assertSentAway(peer);
  }

  @Test
  void aDiskThatFillsBeforeAStepBackEndsTheSession() {
    RecordingPeer peer = streaming();
    scene.sync();
    scene.receptions.closed(peer, scene.now());
    scene.pass(ReceptionLimits.SUMMARY_NS);
    String incarnation = scene.tape.incarnation();
    RecordingPeer again = scene.hello("b");
    scene.shelf.full = true;
    scene.say(again, new Control.Rewind(incarnation, 1));
    assertSentAway(again);
  }

  @Test
  void whoComesToATrackThatFailedIsSentAwayToo() {
    RecordingPeer peer = streaming();
    scene.shelf.full = true;
    scene.clock.advanceNs(ReceptionLimits.GROUP_NS);
    scene.send(peer, 2, 3);
    assertEquals(CloseCode.STORAGE, peer.closeCode);
    RecordingPeer again = scene.hello("b");
    assertEquals(CloseCode.STORAGE, again.closeCode);
    assertNull(again.newest(Control.Welcome.class));
  }

  /** {@return a peer that has sent two records of several} */
  private RecordingPeer streaming() {
    scene.tape.addFrames(5);
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 2);
    return peer;
  }

  private void assertSentAway(RecordingPeer peer) {
    assertEquals(CloseCode.STORAGE, peer.closeCode);
    scene.shelf.full = false;
    scene.pass(1);
    RecordingPeer back = scene.hello("back");
    scene.finishCommits();
    assertNotNull(back.newest(Control.Welcome.class));
    assertFalse(back.closeCode != 0);
  }

  private boolean samples(long samples) {
    return scene.disk().summary.contains("\"samples\": " + samples + ",");
  }

  /** Appends nine frames that take so many bytes together. */
  private void addRecords(long bytes) {
    int record = (int) (bytes / 9 / 2 * 2);
    for (int i = 0; i < 8; i++) {
      scene.tape.addFrame(new byte[record - RecordLayout.FRAME_PCM_AT], 0);
    }
    int last = (int) (bytes - 8L * record);
    scene.tape.addFrame(new byte[last - RecordLayout.FRAME_PCM_AT], 0);
  }

  private void sendAllBehindTheHeader() {
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 1);
    scene.sync();
    scene.send(peer, 1, 10);
  }
}
