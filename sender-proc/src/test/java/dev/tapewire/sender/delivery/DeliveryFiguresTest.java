package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.wire.Control;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a delivery tells of itself. */
class DeliveryFiguresTest {
  private final DeliveryBench bench = new DeliveryBench("tapewire");

  @Test
  void tellsPeopleHowItStands() {
    bench.tape.addFrames(3);
    bench.start();
    assertEquals(LinkState.WAITING, bench.delivery.linkState());
    bench.settle();
    assertEquals(LinkState.CONNECTING, bench.delivery.linkState());
    bench.opened();
    assertEquals(LinkState.CONNECTING, bench.delivery.linkState());
    bench.say(DeliveryBench.GREETING);
    assertEquals(LinkState.CONNECTING, bench.delivery.linkState());
    bench.say(DeliveryBench.NOTHING);
    bench.settle();
    assertEquals(LinkState.STREAMING, bench.delivery.linkState());
    bench.delivery.drain(true);
    assertEquals(LinkState.DRAINING, bench.delivery.linkState());
    bench.delivery.drain(false);
    assertEquals(LinkState.STREAMING, bench.delivery.linkState());
    bench.tape.addEnd();
    bench.settle();
    assertEquals(LinkState.DRAINING, bench.delivery.linkState());
    bench.say(new Control.Complete(bench.digest(5)));
    assertEquals(LinkState.DONE, bench.delivery.linkState());
  }

  @Test
  void isOffOnceAnInterruptedTapeIsDrained() {
    bench.start();
    bench.delivery.drain(true);
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(1));
    bench.settle();
    assertEquals(State.DONE, bench.delivery.state());
    assertEquals(LinkState.OFF, bench.delivery.linkState());
    assertFalse(bench.store.newest.complete());
  }

  @Test
  void isOffOnADamagedTape() {
    bench.tape.addFrames(3);
    bench.tape.damage(2);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(2));
    bench.settle();
    assertEquals(LinkState.OFF, bench.delivery.linkState());
    assertEquals(0, bench.delivery.oldestUnconfirmedNs());
    assertFalse(bench.delivery.hasUnsent());
    assertTrue(bench.log().contains("the tape is damaged"), bench.log());
  }

  @Test
  void isDoneFromTheStartIfAllWasConfirmed() {
    bench.store.newest = new Checkpoint("", 0, 0, "0".repeat(64), "tapewire", true);
    bench.start();
    bench.settle();
    assertEquals(State.DONE, bench.delivery.state());
    assertTrue(bench.links.isEmpty());
  }

  @Test
  void tellsHowFarItSent() {
    bench.tape.addFrames(3);
    bench.start();
    assertEquals(0, bench.delivery.sentPosition());
    bench.stream(DeliveryBench.NOTHING);
    assertEquals(240, bench.delivery.sentPosition());
    bench.failed(0, false);
    assertEquals(240, bench.delivery.sentPosition());
  }

  @Test
  void tellsHowFarItIsKnownToHaveSentBefore() {
    bench.tape.addFrames(5);
    bench.store.newest =
        new Checkpoint(bench.tape.incarnation(), 4, 240, bench.digest(4), "tapewire", false);
    bench.start();
    assertEquals(240, bench.delivery.sentPosition());
    bench.stream(bench.has(6));
    assertEquals(400, bench.delivery.sentPosition());
    assertEquals(0, bench.delivery.takeResumesWithWindow());
  }

  @Test
  void tellsWhenSomethingNewWasConfirmed() {
    bench.tape.addFrames(3);
    bench.start();
    assertEquals(Long.MIN_VALUE, bench.delivery.confirmedNs());
    bench.stream(DeliveryBench.NOTHING);
    bench.passMs(100);
    bench.say(new Control.Ack(2));
    long atNs = bench.clock.monotonicNs();
    assertEquals(atNs, bench.delivery.confirmedNs());
    bench.passMs(100);
    assertEquals(atNs, bench.delivery.confirmedNs());
    bench.say(new Control.Ack(2));
    assertEquals(atNs, bench.delivery.confirmedNs());
  }

  @Test
  void tellsWhatBrokeTheLinkUntilThereIsAGoodOne() {
    bench.start();
    assertNull(bench.delivery.trouble());
    bench.settle();
    bench.failed(503, false);
    assertEquals("status 503", bench.delivery.trouble());
    bench.passMs(100);
    bench.greet();
    assertEquals("status 503", bench.delivery.trouble());
    bench.say(DeliveryBench.NOTHING);
    bench.passMs(1001);
    assertNull(bench.delivery.trouble());
  }

  @Test
  void tellsWhetherSomethingWaitsToBeSent() {
    bench.tape.addFrames(2);
    bench.start();
    assertFalse(bench.delivery.hasUnsent());
    bench.delivery.hold(true);
    bench.stream(DeliveryBench.NOTHING);
    assertTrue(bench.delivery.hasUnsent());
    assertTrue(bench.link().handed.isEmpty());
    bench.delivery.hold(false);
    bench.settle();
    assertFalse(bench.delivery.hasUnsent());
    assertEquals(bench.bytes(0, 3).length, bench.link().binary().length);
  }

  @Test
  void tellsTheAgeOfAFrameThatIsHeldBack() {
    bench.tape.addGap(10, GapReason.OVERRUN);
    bench.tape.addFrame(new byte[160], 5_000);
    bench.start();
    bench.delivery.hold(true);
    bench.stream(DeliveryBench.NOTHING);
    assertEquals(0, bench.delivery.oldestUnconfirmedNs());
    bench.delivery.hold(false);
    bench.settle();
    assertEquals(5_000, bench.delivery.oldestUnconfirmedNs());
    bench.say(new Control.Ack(3));
    bench.delivery.hold(true);
    bench.tape.addFrame(new byte[160], 6_000);
    assertEquals(6_000, bench.delivery.oldestUnconfirmedNs());
  }

  @Test
  void tellsHowLongAFrameLasts() {
    bench.start();
    assertEquals(
        TimeUnit.MILLISECONDS.toNanos(10),
        bench.delivery.header().format().toNs(bench.delivery.header().frameSamples()));
  }

  @Test
  void cancelsItsLinkWhenItIsClosed() {
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.delivery.close();
    assertTrue(bench.link().cancelled);
  }

  @Test
  void promisesByTheProfileUntilALinkIsOpen() {
    bench.start();
    assertEquals(Guarantee.UNKNOWN, bench.delivery.guarantee());
    bench.stream(DeliveryBench.NOTHING);
    bench.failed(0, false);
    assertEquals(Guarantee.EXACTLY_ONCE, bench.delivery.guarantee());
    DeliveryBench raw = new DeliveryBench("raw");
    raw.start();
    assertEquals(Guarantee.EVIDENCE_ONLY, raw.delivery.guarantee());
  }

  @Test
  void saysWhetherThereWasAnythingToDo() {
    bench.tape.addFrames(2);
    bench.start();
    assertTrue(bench.work());
    assertFalse(bench.work());
    bench.opened();
    assertFalse(bench.work());
    bench.say(DeliveryBench.GREETING);
    assertFalse(bench.work());
    bench.say(DeliveryBench.NOTHING);
    assertTrue(bench.work());
    assertTrue(bench.work());
    assertFalse(bench.work());
  }
}
