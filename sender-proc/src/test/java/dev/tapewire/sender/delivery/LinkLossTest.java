package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkLossTest {
  private final DeliveryBench bench = new DeliveryBench("tapewire");

  @Test
  void resendsEverythingAfterTheLastAck() {
    bench.tape.addFrames(10);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(4));
    bench.failed(0, false);
    bench.passMs(100);
    bench.stream(bench.has(4));
    assertArrayEquals(bench.bytes(4, 11), bench.link().binary());
    assertEquals(1, bench.delivery.takeResumesWithWindow());
    assertEquals(2, bench.delivery.connects());
  }

  @Test
  void backsOffFrom100MsTo3s() {
    bench.start();
    bench.settle();
    for (int i = 0; i < 10; i++) {
      bench.failed(0, false);
      long pausedMs = untilNextAttemptMs();
      long step = Math.min(3000, 100L << i);
      assertTrue(pausedMs >= step / 2, "attempt " + i + " after " + pausedMs + " ms");
      assertTrue(pausedMs <= step + 1, "attempt " + i + " after " + pausedMs + " ms");
    }
  }

  @Test
  void countsTheTimeOfAnUnansweredAttemptAsPause() {
    bench.start();
    bench.settle();
    for (int i = 0; i < 10; i++) {
      bench.passMs(4000);
      bench.failed(0, false);
      assertTrue(untilNextAttemptMs() <= 101, "attempt " + i);
    }
  }

  private long untilNextAttemptMs() {
    int before = bench.links.size();
    for (long ms = 0; ; ms++) {
      if (bench.links.size() > before) {
        return ms;
      }
      bench.passMs(1);
    }
  }

  @Test
  void startsOverWithTheShortestDelayAfterAGoodLink() {
    bench.start();
    bench.settle();
    for (int i = 0; i < 8; i++) {
      bench.failed(0, false);
      bench.passMs(3000);
    }
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(1));
    bench.settle();
    bench.failed(0, false);
    int before = bench.links.size();
    bench.passMs(100);
    assertEquals(before + 1, bench.links.size());
  }

  @Test
  void backsOffFurtherFromAPeerThatOpensLinksAndConfirmsNothing() {
    bench.tape.addFrames(3);
    bench.start();
    for (int i = 0; i < 12; i++) {
      bench.stream(DeliveryBench.NOTHING);
      bench.passMs(1500); // Longer than a link that people are told of.
      bench.closed(CloseCode.STORAGE);
      long pausedMs = untilNextAttemptMs();
      long step = Math.min(30_000, 100L << i);
      assertTrue(pausedMs >= step / 2, "attempt " + i + " after " + pausedMs + " ms");
      assertTrue(pausedMs <= step + 1, "attempt " + i + " after " + pausedMs + " ms");
    }
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(1));
    bench.settle();
    bench.closed(CloseCode.STORAGE);
    assertTrue(untilNextAttemptMs() <= 101);
  }

  @Test
  void countsNothingThatIsConfirmedAgain() {
    bench.tape.addFrames(3);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(2));
    long atNs = bench.delivery.confirmedNs();
    bench.closed(CloseCode.STORAGE);
    bench.passMs(200);
    bench.stream(DeliveryBench.NOTHING); // It has lost all.
    bench.say(new Control.Ack(2));
    assertEquals(atNs, bench.delivery.confirmedNs());
    bench.say(new Control.Ack(3));
    assertEquals(bench.clock.monotonicNs(), bench.delivery.confirmedNs());
  }

  @Test
  void tellsAnOutageOnceAndItsEndOnce() {
    bench.start();
    bench.settle();
    for (int i = 0; i < 20; i++) {
      bench.failed(0, false);
      bench.passMs(3000);
    }
    assertEquals(1, bench.logLines(), bench.log());
    bench.stream(DeliveryBench.NOTHING);
    bench.passMs(1001);
    assertEquals(2, bench.logLines(), bench.log());
    assertTrue(bench.log().contains("connected again after 61.0 s"), bench.log());
  }

  @Test
  void waitsForTheReasonOfALinkThatTakesNoMore() {
    sendOverALinkThatTakesNoMore();
    assertEquals(0, bench.logLines(), bench.log());
    bench.closed(CloseCode.STORAGE);
    assertTrue(bench.log().contains("closed by the peer with 4500"), bench.log());
  }

  @Test
  void givesUpALinkThatTakesNoMoreAndNeverSaysWhy() {
    sendOverALinkThatTakesNoMore();
    bench.passMs(10_001);
    assertTrue(bench.log().contains("the connection broke"), bench.log());
  }

  private void sendOverALinkThatTakesNoMore() {
    bench.tape.addFrames(10);
    bench.start();
    bench.greet();
    bench.say(DeliveryBench.NOTHING);
    bench.link().dead = true;
    bench.settle();
  }

  @Test
  void tellsOnceThatAReceiverTakesALittleAndThenCantStore() {
    bench.tape.addFrames(10);
    bench.start();
    for (int i = 0; i < 5; i++) {
      bench.stream(i == 0 ? DeliveryBench.NOTHING : bench.has(i));
      bench.say(new Control.Ack(i + 1));
      bench.closed(CloseCode.STORAGE);
      bench.passMs(3000);
    }
    assertEquals(1, bench.logLines(), bench.log());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        CloseCode.BAD_MESSAGE,
        CloseCode.TOO_LARGE,
        CloseCode.DIGEST_MISMATCH,
        CloseCode.POLICY
      })
  void triesOnceAMinuteAfterAPermanentClose(int code) {
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.closed(code);
    assertTriesOnceAMinute();
  }

  @Test
  void triesOnceAMinuteAfterARefusedUpgrade() {
    bench.start();
    bench.settle();
    bench.failed(401, true);
    assertTriesOnceAMinute();
  }

  private void assertTriesOnceAMinute() {
    assertTrue(bench.delivery.refusal() != null);
    bench.passMs(59_900);
    assertEquals(1, bench.links.size());
    bench.passMs(200);
    assertEquals(2, bench.links.size());
    bench.failed(401, true);
    assertEquals(1, bench.logLines(), bench.log());
  }

  @Test
  void forgetsARefusalOnceTheServerTakesIt() {
    bench.start();
    bench.settle();
    bench.failed(403, true);
    bench.passMs(60_000);
    bench.stream(DeliveryBench.NOTHING);
    bench.passMs(1001);
    assertNull(bench.delivery.refusal());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {CloseCode.GOING_AWAY, CloseCode.BUSY, CloseCode.STORAGE, CloseCode.NORMAL, 1006})
  void triesAgainSoonAfterAnyOtherClose(int code) {
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.closed(code);
    assertNull(bench.delivery.refusal());
    bench.passMs(100);
    assertEquals(2, bench.links.size());
  }

  @Test
  void waits10sAfterAnotherConnectionTookOver() {
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.closed(CloseCode.TAKEN_OVER);
    bench.passMs(9_900);
    assertEquals(1, bench.links.size());
    assertEquals(LinkState.WAITING, bench.delivery.linkState());
    bench.passMs(200);
    assertEquals(2, bench.links.size());
  }

  @Test
  void dropsWhatComesLateOfADeadLink() {
    bench.tape.addFrames(10);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    FakeLink dead = bench.link();
    bench.failed(0, false);
    bench.passMs(100);
    bench.stream(bench.has(4));
    bench.event(new LinkEvent.Text(dead.request.number(), "{\"type\":\"ack\",\"next\":9}"));
    bench.event(new LinkEvent.Closed(dead.request.number(), 4422, ""));
    bench.event(new LinkEvent.Failed(dead.request.number(), 401, true, "late"));
    assertEquals(State.STREAMING, bench.delivery.state());
    assertEquals(4, bench.store.newest.next());
  }

  @Test
  void dropsALinkThatIsNotOpenWithin8s() {
    bench.start();
    bench.settle();
    bench.passMs(7_900);
    assertEquals(State.CONNECTING, bench.delivery.state());
    bench.passMs(200);
    assertTrue(bench.links.get(0).cancelled);
  }

  @Test
  void triesAtOnceWhenADrainBeginsInABackOff() {
    bench.start();
    bench.settle();
    for (int i = 0; i < 8; i++) {
      bench.failed(0, false);
      bench.passMs(3000);
    }
    bench.failed(0, false);
    int before = bench.links.size();
    bench.delivery.drain(true);
    bench.settle();
    assertEquals(before + 1, bench.links.size());
  }

  @Test
  void whoAsksToBeLeftAloneIsLeftAloneEvenInADrain() {
    bench.start();
    bench.settle();
    refusedFor(503, 7);
    bench.passMs(6_000);
    bench.delivery.drain(true);
    bench.passMs(900);
    assertEquals(1, bench.links.size());
    bench.passMs(200);
    assertEquals(2, bench.links.size());
    refusedFor(429, 86_400);
    bench.passMs(59_900);
    assertEquals(2, bench.links.size());
    bench.passMs(200);
    assertEquals(3, bench.links.size());
  }

  @Test
  void whoHasNoRoomIsAskedMoreAndMoreSeldom() {
    bench.start();
    for (int i = 0; i < 10; i++) {
      bench.settle();
      refusedFor(429, 0);
      bench.passMs(31_000);
      assertEquals(i + 2, bench.links.size());
    }
    refusedFor(429, 0);
    bench.passMs(10_000);
    assertEquals(11, bench.links.size());
    assertNull(bench.delivery.refusal());
  }

  private void refusedFor(int status, long seconds) {
    bench.event(
        new LinkEvent.Failed(
            bench.link().request.number(), status, false, "full", seconds * 1_000_000_000L));
  }

  @Test
  void aSenderThatDiedGoesOnWithItsCheckpointAlone() {
    bench.tape.addFrames(10);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(4));
    bench.start();
    bench.stream(bench.has(6));
    assertArrayEquals(bench.bytes(6, 11), bench.link().binary());
    assertEquals(bench.digest(6), bench.store.newest.digest());
  }

  @Test
  void tellsTheAgeOfTheOldestFrameWhileThereIsNoLink() {
    bench.tape.addFrame(new byte[160], 1_000);
    bench.tape.addFrame(new byte[160], 2_000);
    bench.start();
    assertEquals(1_000, bench.delivery.oldestUnconfirmedNs());
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(2));
    assertEquals(2_000, bench.delivery.oldestUnconfirmedNs());
    bench.failed(0, false);
    assertEquals(2_000, bench.delivery.oldestUnconfirmedNs());
    bench.passMs(100);
    bench.stream(bench.has(3));
    assertEquals(0, bench.delivery.oldestUnconfirmedNs());
  }

  @Test
  void tellsTheAgeOfTheOldestFrameToAPeerThatGreetsAndWelcomesNobody() {
    bench.tape.addFrame(new byte[160], 1_000);
    bench.tape.addFrame(new byte[160], 2_000);
    bench.start();
    assertEquals(1_000, bench.delivery.oldestUnconfirmedNs());
    bench.greet();
    assertEquals(State.RESUMING, bench.delivery.state());
    assertEquals(1_000, bench.delivery.oldestUnconfirmedNs());
    bench.say(DeliveryBench.NOTHING);
    bench.settle();
    bench.say(new Control.Ack(3));
    assertEquals(0, bench.delivery.oldestUnconfirmedNs());
  }

  @Test
  void theOldestIsTheOldestEvenIfItWasSent() {
    for (int i = 1; i <= 3; i++) {
      bench.tape.addFrame(new byte[160], i * 1_000);
    }
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.failed(0, false);
    assertEquals(1_000, bench.delivery.oldestUnconfirmedNs());
    bench.passMs(100);
    bench.stream(bench.has(4));
    bench.failed(0, false);
    assertEquals(0, bench.delivery.oldestUnconfirmedNs());
  }
}
