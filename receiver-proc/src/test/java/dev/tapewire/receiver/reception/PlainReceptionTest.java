package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.wire.CloseCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PlainReceptionTest {
  private final Scene scene = new Scene();
  private final RecordingPeer peer = new RecordingPeer("a");

  PlainReceptionTest() {
    scene.receptions = scene.newReceptions(new PcmFormat(48_000, 2, Encoding.S24LE));
    scene.receptions.openedPlain(peer, scene.now());
  }

  @Test
  void putsBlocksTogetherThatMessagesCutInTwo() {
    byte[] pcm = new byte[6 * 1000 + 4];
    new Random(2).nextBytes(pcm);
    Random cuts = new Random(3);
    int at = 0;
    while (at < pcm.length) {
      int to = Math.min(pcm.length, at + cuts.nextInt(40));
      scene.receptions.binary(peer, Arrays.copyOfRange(pcm, at, to), scene.now());
      at = to;
    }
    scene.receptions.closed(peer, scene.now());
    scene.finishCommits();

    assertArrayEquals(Arrays.copyOf(pcm, 6000), disk().durable);
    assertTrue(disk().summary.contains("\"samples\": 1000"), disk().summary);
    assertTrue(disk().summary.contains("\"complete\": true"), disk().summary);
  }

  @Test
  void makesAudioDurableEverySecond() {
    scene.receptions.binary(peer, new byte[600], scene.now());
    scene.pass(ReceptionLimits.PLAIN_GROUP_NS - 1);
    assertTrue(scene.shelf.pending.isEmpty());
    scene.pass(1);
    scene.finishCommits();

    assertEquals(600, disk().durable.length);
    assertTrue(disk().summary.contains("\"complete\": false"), disk().summary);
  }

  @Test
  void sendsNothingToWhoSpeaksNoProtocol() {
    scene.receptions.text(peer, "hello?", scene.now());
    scene.receptions.binary(peer, new byte[600], scene.now());
    scene.pass(ReceptionLimits.PLAIN_GROUP_NS);
    scene.finishCommits();

    assertTrue(peer.received.isEmpty());
    assertEquals(0, peer.closeCode);
  }

  @Test
  void isNotCompleteIfTheReceiverStopsFirst() {
    scene.receptions.binary(peer, new byte[600], scene.now());
    scene.receptions.stop(scene.now());
    scene.finishCommits();
    scene.pass(1);

    assertEquals(CloseCode.GOING_AWAY, peer.closeCode);
    assertTrue(scene.receptions.stopped());
    assertEquals(600, disk().durable.length);
    assertFalse(disk().summary.contains("\"complete\": true"), disk().summary);
  }

  @Test
  void sendsTheClientAwayWhenTheDiskIsFull() {
    scene.shelf.full = true;
    scene.receptions.binary(peer, new byte[600], scene.now());

    assertEquals(CloseCode.STORAGE, peer.closeCode);
  }

  @Test
  void storesNothingBehindAudioThatItCouldNotStore() {
    scene.receptions.binary(peer, new byte[600], scene.now());
    scene.shelf.full = true;
    scene.receptions.binary(peer, new byte[60], scene.now());
    scene.shelf.full = false;
    scene.receptions.binary(peer, new byte[6], scene.now());

    assertEquals(600, scene.shelf.written("plain-1"));
  }

  @Test
  void tellsOnceThatTextIsNoAudio() {
    scene.receptions.text(peer, "hello?", scene.now());
    scene.receptions.text(peer, "hello??", scene.now());

    assertEquals(1, scene.told("sends text"));
  }

  @Test
  void letsTheTrackGoOnceAllIsDurable() {
    scene.receptions.binary(peer, new byte[600], scene.now());
    scene.receptions.closed(peer, scene.now());
    scene.pass(1);
    assertTrue(scene.shelf.holds("plain-1"));
    scene.finishCommits();
    scene.pass(1);

    assertFalse(scene.shelf.holds("plain-1"));
  }

  @Test
  void makesDurableWhatCameDuringACommitAfterTheClientHasLeft() {
    scene.receptions.binary(peer, new byte[600], scene.now());
    scene.pass(ReceptionLimits.PLAIN_GROUP_NS);
    scene.receptions.binary(peer, new byte[60], scene.now());
    scene.receptions.closed(peer, scene.now());
    scene.finishCommits();

    assertEquals(660, disk().durable.length);
    assertTrue(disk().summary.contains("\"samples\": 110"), disk().summary);
  }

  @Test
  void aSyncThatFailsSendsTheClientAwayAndIsTold() {
    scene.receptions.binary(peer, new byte[600], scene.now());
    scene.pass(ReceptionLimits.PLAIN_GROUP_NS);
    MemoryShelf.Pending lost = scene.shelf.pending.remove();
    scene.receptions.committed(
        lost.track(), lost.commit(), new IOException("input/output error"), scene.now());
    scene.pass(1);

    assertEquals(CloseCode.STORAGE, peer.closeCode);
    assertEquals(1, scene.told("can't store: input/output error"));
    assertFalse(scene.shelf.holds("plain-1"));
  }

  @Test
  void aDiskThatFillsBeforeASyncSendsTheClientAway() {
    scene.receptions.binary(peer, new byte[600], scene.now());
    scene.shelf.full = true;
    scene.pass(ReceptionLimits.PLAIN_GROUP_NS);

    assertEquals(CloseCode.STORAGE, peer.closeCode);
  }

  @Test
  void aDiskThatFillsBeforeTheSummarySendsTheClientAway() {
    scene.receptions.binary(peer, new byte[600], scene.now());
    scene.pass(ReceptionLimits.PLAIN_GROUP_NS);
    scene.shelf.full = true;
    scene.finishCommits();

    assertEquals(CloseCode.STORAGE, peer.closeCode);
  }

  @Test
  void oneHostBeginsSoManyAMinuteAndNoMore() {
    for (int i = 1; i < ReceptionLimits.NEW_TRACKS_A_MINUTE_MAX; i++) {
      scene.receptions.openedPlain(new RecordingPeer("a"), scene.now());
    }
    RecordingPeer oneMore = new RecordingPeer("a");
    scene.receptions.openedPlain(oneMore, scene.now());

    assertEquals(CloseCode.BUSY, oneMore.closeCode);
    assertEquals(ReceptionLimits.NEW_TRACKS_A_MINUTE_MAX, scene.shelf.disks.size());
  }

  private MemoryShelf.Disk disk() {
    return scene.shelf.disks.get("plain-1");
  }
}
