package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.wire.CloseCode;
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

  private MemoryShelf.Disk disk() {
    return scene.shelf.disks.get("plain-1");
  }
}
