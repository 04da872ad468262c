package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.GapLimits;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordEncoder;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.wire.CloseCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What all deliveries together may take, however many they are. */
final class TotalsTest {
  private static final int GAPS_EACH = GapLimits.COUNT_MAX - 1;

  private final Scene scene = new Scene();
  private final RecordEncoder encoder = new RecordEncoder();

  @Test
  void gapsThatWaitForTheDiskHaveOneLimitForAll() {
    int fit = ReceptionLimits.GAPS_WAITING_MAX / GAPS_EACH;
    for (int i = 0; i < fit; i++) {
      assertEquals(0, gaps("s" + i, GAPS_EACH).closeCode);
    }

    assertEquals(CloseCode.BUSY, gaps("more", GAPS_EACH).closeCode);

    scene.pass(ReceptionLimits.GROUP_NS);
    scene.finishCommits();
    assertEquals(0, gaps("then", GAPS_EACH).closeCode);
  }

  @Test
  void gapsOfDeliveriesThatFailedDoNotWait() {
    for (int i = 0; i < 2 * ReceptionLimits.GAPS_WAITING_MAX / GAPS_EACH; i++) {
      RecordingPeer peer = gaps("s" + i, GAPS_EACH);
      assertEquals(0, peer.closeCode);
      MemoryShelf.Pending lost = scene.shelf.pending.remove();
      IOException why = new IOException("planted");
      scene.receptions.committed(lost.track(), lost.commit(), why, scene.now());
      assertEquals(CloseCode.STORAGE, peer.closeCode);
      scene.pass(1);
    }
  }

  @Test
  void theSummaryTellsTheFirstGapsAndTheCountOfAll() {
    gaps("many", GAPS_EACH);
    scene.pass(ReceptionLimits.GROUP_NS);
    scene.finishCommits();
    scene.pass(ReceptionLimits.SUMMARY_NS);

    String summary = scene.shelf.disks.get("many/first").summary;
    assertTrue(summary.contains("\"gap_count\": " + GAPS_EACH + ","), summary);
    assertEquals(ReceptionLimits.GAPS_TOLD_MAX, summary.split("at_samples", -1).length - 1);
  }

  @Test
  void deliveriesHaveALimit() {
    for (int i = 0; i < ReceptionLimits.DELIVERIES_MAX; i++) {
      assertEquals(0, begin(i).closeCode);
    }
    assertEquals(CloseCode.BUSY, begin(ReceptionLimits.DELIVERIES_MAX).closeCode);
  }

  private RecordingPeer begin(int i) {
    RecordingPeer peer = scene.connect("host" + i % 100 + ":" + i);
    scene.say(peer, Scene.hello("s" + i, "first", 0, 0));
    return peer;
  }

  /** A peer that sends so many gaps of one sample. */
  private RecordingPeer gaps(String session, int count) {
    RecordingPeer peer = scene.connect(session);
    scene.say(peer, Scene.hello(session, "first", 0, 0));
    byte[] header = new MemoryTape(session, 3).records().get(0);
    scene.receptions.binary(peer, header, scene.now());
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      int length = encoder.gap(i + 1, i, 1, GapReason.OVERRUN);
      message.write(encoder.bytes(), 0, length);
    }
    scene.receptions.binary(peer, message.toByteArray(), scene.now());
    return peer;
  }
}
