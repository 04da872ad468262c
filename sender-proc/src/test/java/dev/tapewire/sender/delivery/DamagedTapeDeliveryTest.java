package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import org.junit.jupiter.api.Test;

/** A tape with a damaged record: what lies before it is delivered, and the damage is named. */
class DamagedTapeDeliveryTest {
  private final DeliveryBench bench = new DeliveryBench("tapewire");

  @Test
  void namesADamagedRecordAndStops() {
    bench.tape.addFrames(10);
    bench.tape.damage(5);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(5));
    bench.settle();
    assertEquals(State.FAILED, bench.delivery.state());
    assertTrue(bench.delivery.failure().contains("damaged by the test"));
  }

  @Test
  void sendsAllBeforeADamagedRecordAndWaitsUntilItIsConfirmed() {
    bench.tape.addFrames(10);
    bench.tape.damage(5);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    assertEquals(State.STREAMING, bench.delivery.state());
    assertArrayEquals(bench.bytes(0, 5), bench.link().binary());
    bench.say(new Control.Ack(5));
    bench.settle();
    assertEquals(State.FAILED, bench.delivery.state());
    assertEquals(5, bench.store.newest.next());
    assertFalse(bench.store.newest.complete());
    assertEquals(CloseCode.NORMAL, bench.link().closeCode);
  }

  @Test
  void namesDamageBelowWhatTheReceiverHas() {
    bench.tape.addFrames(10);
    bench.tape.damage(3);
    bench.start();
    bench.stream(bench.has(5));
    assertEquals(State.FAILED, bench.delivery.state());
    assertTrue(bench.delivery.failure().contains("damaged by the test"));
  }

  @Test
  void figuresAskedForMeetDamageWithoutBreakingOtherDeliveries() {
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.delivery.hold(true);
    bench.tape.addFrames(1);
    bench.tape.damage(bench.tape.records().size() - 1);
    assertEquals(0, bench.delivery.oldestUnconfirmedNs());
    assertFalse(bench.delivery.hasUnsent());
    bench.say(new Control.Ack(bench.tape.records().size() - 1));
    bench.settle();
    assertEquals(State.FAILED, bench.delivery.state());
    assertTrue(bench.delivery.failure().contains("damaged by the test"));
  }
}
