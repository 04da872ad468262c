package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import org.junit.jupiter.api.Test;

/** Records 0 to 7 were delivered and dropped; the checkpoint stands at 9. */
class DroppedTapeTest {
  private final DeliveryBench bench = new DeliveryBench("tapewire");

  DroppedTapeTest() {
    bench.tape.addFrames(20);
    bench.store.newest =
        new Checkpoint(bench.tape.incarnation(), 9, 640, bench.digest(9), "tapewire", false);
    Plan whole = Plan.whole(bench.tape.openReader(), 0);
    bench.tape.dropBelow(8);
    bench.start(bench.tape.openReader(), whole, Pacing.FLAT_OUT);
  }

  @Test
  void goesOnWhereTheCheckpointStands() {
    bench.stream(bench.has(9));
    assertNull(bench.delivery.refusal());
    assertArrayEquals(bench.bytes(9, 21), bench.link().binary());
  }

  @Test
  void goesOnWhereTheReceiverIsBeyondIt() {
    bench.stream(bench.has(12));
    assertArrayEquals(bench.bytes(12, 21), bench.link().binary());
    assertEquals(bench.digest(12), bench.store.newest.digest());
    assertEquals(880, bench.store.newest.position());
  }

  @Test
  void saysSoIfTheReceiverHasLostWhatItConfirmed() {
    bench.stream(bench.has(5));
    assertLost(5);
  }

  @Test
  void saysSoIfTheReceiverHasNothing() {
    bench.stream(DeliveryBench.NOTHING);
    assertLost(0);
  }

  @Test
  void saysSoIfTheDigestWouldHaveToBeginBeforeWhatIsLeft() {
    bench.stream(bench.has(8));
    assertLost(8);
  }

  private void assertLost(long next) {
    String told = "it goes on from record " + next + ", and the tape begins at 8";
    assertTrue(bench.delivery.refusal().contains(told), bench.delivery.refusal());
    assertTrue(bench.log().contains("tapewire replay"), bench.log());
    assertEquals(CloseCode.BAD_MESSAGE, bench.link().closeCode);
    assertEquals(0, bench.link().binary().length);
    assertEquals(9, bench.store.newest.next());
  }

  @Test
  void aReceiverWithoutStateGetsWhatIsNotConfirmed() {
    bench.stream(new Control.Welcome(false, "", 0, "0".repeat(64)));
    assertArrayEquals(bench.bytes(9, 21), bench.link().binary());
  }
}
