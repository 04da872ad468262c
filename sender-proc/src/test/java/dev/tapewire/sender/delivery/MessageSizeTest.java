package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.RecordLayout;
import dev.tapewire.common.wire.Control;
import org.junit.jupiter.api.Test;

/** Each limit of size, to the byte. */
class MessageSizeTest {
  private static final int FRAME_HEAD_BYTES = RecordLayout.FRAME_PCM_AT;

  private final DeliveryBench bench = new DeliveryBench("tapewire");

  @Test
  void aMessageIsFilledToItsLastByte() {
    int header = bench.bytes(0, 1).length;
    record(Limits.MESSAGE_BYTES_MAX - header - 1_000);
    record(1_000);
    record(500);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    assertEquals(Limits.MESSAGE_BYTES_MAX, bench.link().handed.remove().bytes().length);
    assertEquals(500, bench.link().handed.remove().bytes().length);
  }

  @Test
  void aRecordThatDoesNotFitGoesIntoTheNextMessage() {
    int header = bench.bytes(0, 1).length;
    record(Limits.MESSAGE_BYTES_MAX - header - 998);
    record(1_000);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    assertEquals(Limits.MESSAGE_BYTES_MAX - 998, bench.link().handed.remove().bytes().length);
    assertEquals(1_000, bench.link().handed.remove().bytes().length);
  }

  @Test
  void aRecordLargerThanAMessageTravelsAlone() {
    record(100_000);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    assertEquals(bench.bytes(0, 1).length, bench.link().handed.remove().bytes().length);
    assertEquals(100_000, bench.link().handed.remove().bytes().length);
  }

  @Test
  void aReceiverThatTakesLessThanTheLargestRecordIsRefused() {
    bench.start();
    bench.settle();
    bench.opened();
    bench.say(new Control.Greeting(Limits.MESSAGE_BYTES_MAX_LEAST - 1));
    assertTrue(bench.delivery.refusal().contains("131071"), bench.delivery.refusal());
  }

  @Test
  void sendsOnlyWhatSurelyFitsIntoTheWindow() {
    bench.addLargeFrames(400);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    int underWay = bench.link().binary().length;
    int frame = 16 * 1024 + FRAME_HEAD_BYTES;
    assertTrue(underWay <= Limits.WINDOW_BYTES_MAX, underWay + " bytes");
    assertTrue(underWay + 4 * frame > Limits.WINDOW_BYTES_MAX - 131_072, underWay + " bytes");
  }

  @Test
  void handsOverWhenTheQueueHasRoomForTheLargestMessage() {
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.link().binary();
    bench.tape.addFrame();
    bench.link().queuedBytes = Limits.QUEUED_BYTES_MAX - 131_072 + 1;
    bench.settle();
    assertTrue(bench.link().handed.isEmpty());
    bench.link().queuedBytes--;
    bench.settle();
    assertFalse(bench.link().handed.isEmpty());
  }

  @Test
  void rawHandsOverWhenTheQueueHasRoomForTheLargestMessage() {
    DeliveryBench raw = new DeliveryBench("raw");
    raw.start();
    raw.settle();
    raw.opened();
    raw.settle();
    raw.tape.addFrame();
    raw.link().queuedBytes = Limits.QUEUED_BYTES_MAX - 131_072 + 1;
    raw.settle();
    assertTrue(raw.link().handed.isEmpty());
    raw.link().queuedBytes--;
    raw.settle();
    assertFalse(raw.link().handed.isEmpty());
  }

  @Test
  void rawJoinsFramesToExactlyTheGivenSize() {
    DeliveryBench raw = new DeliveryBench("raw");
    raw.tape.addFrames(6);
    raw.start(raw.tape.openReader(), Plan.whole(raw.tape.openReader(), 480), Pacing.FLAT_OUT);
    raw.settle();
    raw.opened();
    raw.settle();
    assertEquals(480, raw.link().handed.remove().bytes().length);
    assertEquals(480, raw.link().handed.remove().bytes().length);
    assertTrue(raw.link().handed.isEmpty());
  }

  @Test
  void oneCallSendsOneSliceAndSaysThatThereIsMore() {
    bench.addLargeFrames(200);
    bench.start();
    bench.greet();
    bench.say(DeliveryBench.NOTHING);
    bench.work();
    assertTrue(bench.work());
    int sent = bench.link().binary().length;
    assertTrue(sent >= Limits.SLICE_BYTES, sent + " bytes");
    assertTrue(sent < Limits.SLICE_BYTES + Limits.MESSAGE_BYTES_MAX, sent + " bytes");
  }

  @Test
  void aRawWindowOfTheFirstPingsTakes6sOrAQuarterOfAMiB() {
    DeliveryBench raw = new DeliveryBench("raw");
    for (int i = 0; i < 40; i++) {
      raw.tape.addFrame(new byte[16_000], 0);
    }
    raw.start();
    raw.settle();
    raw.opened();
    raw.settle();
    // 9 s of 8 kHz s16le are 144,000 bytes, below the least.
    int least = 256 * 1024;
    assertEquals((least + 15_999) / 16_000 * 16_000, raw.link().binary().length);
  }

  @Test
  void resendsExactlyWhatFollowsTheCheckpoint() {
    bench.tape.addFrames(10);
    bench.store.newest =
        new dev.tapewire.common.checkpoint.Checkpoint(
            bench.tape.incarnation(), 6, 400, "0".repeat(64), "raw", false);
    DeliveryBench raw = new DeliveryBench("raw");
    raw.tape.addFrames(10);
    raw.store.newest = bench.store.newest;
    raw.start();
    raw.settle();
    raw.opened();
    raw.settle();
    assertArrayEquals(
        java.util.Arrays.copyOfRange(raw.tape.pcm(), 5 * 160, 10 * 160), raw.link().binary());
    assertEquals(800, raw.delivery.sentPosition());
  }

  /** Appends a FRAME whose record is so long. */
  private void record(int bytes) {
    bench.tape.addFrame(new byte[bytes - FRAME_HEAD_BYTES], 0);
  }
}
