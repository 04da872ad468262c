package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import org.junit.jupiter.api.Test;

/** What people read of a delivery. */
class ToldTest {
  private final DeliveryBench bench = new DeliveryBench("tapewire");

  @Test
  void theEndAndWhatItRestsOn() {
    bench.tape.addFrames(100);
    bench.tape.addEnd();
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Complete(bench.digest(102)));
    assertTold("it: all delivered, 1.000 s, confirmed by digest " + bench.digest(102));
  }

  @Test
  void thatAnInterruptedSessionIsDeliveredAsFarAsItGoes() {
    bench.tape.addFrames(100);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(101));
    bench.delivery.drain(true);
    bench.settle();
    assertTold("it: delivered so far as recorded, 1.000 s, confirmed by acknowledgements");
  }

  @Test
  void whyThePeerClosed() {
    bench.start();
    bench.settle();
    bench.opened();
    bench.event(new LinkEvent.Closed(1, CloseCode.STORAGE, "can't store now"));
    assertTold(
        "warning: it: closed by the peer with 4500: can't store now; trying again, the"
            + " recording is kept");
  }

  @Test
  void thatItClosedWithoutAReason() {
    bench.start();
    bench.settle();
    bench.opened();
    bench.closed(1011);
    assertTold("warning: it: closed by the peer with 1011; trying again, the recording is kept");
  }

  @Test
  void thatAnotherConnectionTookOver() {
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.closed(CloseCode.TAKEN_OVER);
    assertTold("warning: it: closed by the peer with 4409; trying again, the recording is kept");
  }

  @Test
  void aRefusalAtOnceAndNotEachMinute() {
    bench.start();
    bench.settle();
    bench.failed(401, true);
    assertTold("warning: it: status 401; trying once a minute, the recording is kept");
    bench.passMs(60_000);
    bench.failed(401, true);
    assertEquals(1, bench.logLines(), bench.log());
  }

  @Test
  void thatTheServerDoesNotSpeakTapewire() {
    DeliveryBench auto = new DeliveryBench("auto");
    auto.start();
    auto.settle();
    auto.event(new LinkEvent.Opened(1, ""));
    String told = auto.log();
    assertTrue(told.contains("does not select the subprotocol"), told);
    assertTrue(told.contains("; sending raw audio"), told);
  }

  @Test
  void howMuchMayArriveTwice() {
    DeliveryBench raw = new DeliveryBench("raw");
    raw.tape.addFrames(100);
    raw.tape.addFrame(new byte[2], 0);
    raw.start();
    raw.settle();
    raw.opened();
    raw.settle();
    raw.failed(0, false);
    raw.passMs(100);
    raw.opened();
    String told = raw.log();
    assertTrue(told.contains("it: goes on at 0.000; up to 1.001 s may arrive twice"), told);
  }

  @Test
  void howMuchMayArriveTwiceOfATapeThatWasCutBack() {
    DeliveryBench raw = new DeliveryBench("raw");
    raw.tape.addFrames(100);
    raw.store.newest =
        new Checkpoint(raw.tape.incarnation(), 81, 6400, "0".repeat(64), "raw", false);
    raw.start();
    raw.settle();
    raw.opened();
    raw.settle();
    raw.failed(0, false);
    raw.tape.cut(61);
    raw.passMs(100);
    raw.opened();
    // 60 frames of 10 ms are left of 100 that were sent.
    String told = raw.log();
    assertTrue(told.contains("it: goes on at 0.600; up to 0.400 s may arrive twice"), told);
  }

  @Test
  void whatIsNoMessageOfOurs() {
    bench.start();
    bench.greet();
    bench.event(new LinkEvent.Text(1, "no JSON"));
    assertEquals(CloseCode.BAD_MESSAGE, bench.link().closeCode);
    assertEquals(1, bench.logLines(), bench.log());
  }

  @Test
  void aBinaryMessageThatNoReceiverSends() {
    bench.start();
    bench.greet();
    bench.event(new LinkEvent.Binary(1, 10));
    assertEquals(CloseCode.BAD_MESSAGE, bench.link().closeCode);
    assertTrue(bench.log().contains("a binary message of 10 bytes"), bench.log());
  }

  @Test
  void thatAReceiverGoesBackForEver() {
    bench.tape.addFrames(20);
    bench.start();
    bench.greet();
    for (int i = 0; i < Limits.REWINDS_MAX; i++) {
      bench.say(new Control.Welcome(true, "f".repeat(32), 1000 - i, "a".repeat(64)));
      assertTrue(bench.link().control() instanceof Control.Rewind, "welcome " + i);
    }
    bench.say(new Control.Welcome(true, "f".repeat(32), 5, "a".repeat(64)));
    assertEquals(CloseCode.BAD_MESSAGE, bench.link().closeCode);
    assertTrue(bench.log().contains("again after rewind"), bench.log());
  }

  @Test
  void aTapeThatWasCutBackFromOneThatIsDamaged() {
    bench.tape.addFrames(10);
    bench.tape.cutBackAt(5);
    bench.start();
    assertNull(bench.delivery.fault());
    bench.stream(bench.has(5));
    assertEquals(State.FAILED, bench.delivery.state());
    assertTrue(bench.delivery.fault().cutBack());

    DeliveryBench damaged = new DeliveryBench("tapewire");
    damaged.tape.addFrames(10);
    damaged.tape.damage(5);
    damaged.start();
    damaged.stream(damaged.has(5));
    assertEquals(State.FAILED, damaged.delivery.state());
    assertFalse(damaged.delivery.fault().cutBack());
  }

  private void assertTold(String line) {
    assertEquals(line, bench.log().strip());
  }
}
