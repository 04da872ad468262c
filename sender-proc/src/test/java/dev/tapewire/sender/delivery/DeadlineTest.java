package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.wire.Control;
import org.junit.jupiter.api.Test;

/** Each limit of time, to the nanosecond: kept at it, over one later. */
class DeadlineTest {
  private final DeliveryBench bench = new DeliveryBench("tapewire");

  @Test
  void anUpgrade() {
    bench.start();
    bench.settle();
    keepsUntil(Limits.CONNECT_NS_MAX, State.CONNECTING);
    assertTrue(bench.log().contains("no answer within 8 s"), bench.log());
  }

  @Test
  void anUpgradeMayTakeTwiceAsLongAfterEachThatWasNotAnswered() {
    bench.start();
    bench.settle();
    for (long limitNs = Limits.CONNECT_NS_MAX; limitNs < 200_000_000_000L; limitNs *= 2) {
      keepsUntil(Math.min(limitNs, Limits.CONNECT_NS_MOST), State.CONNECTING);
      for (int ms = 0; bench.delivery.state() == State.WAITING; ms++) {
        bench.passMs(1);
        assertTrue(ms < 3001);
      }
    }
    assertTrue(bench.log().contains("no answer within 8 s"), bench.log());
  }

  @Test
  void aGreeting() {
    bench.start();
    bench.settle();
    passNs(5);
    bench.opened();
    keepsUntil(Limits.GREETING_NS_MAX, State.GREETING);
    assertTrue(bench.log().contains("no greeting within 3 s"), bench.log());
  }

  @Test
  void aWelcome() {
    bench.start();
    bench.settle();
    passNs(5);
    bench.opened();
    passNs(7);
    bench.say(DeliveryBench.GREETING);
    keepsUntil(Limits.WELCOME_NS_MAX, State.RESUMING);
    assertTrue(bench.log().contains("no welcome within 10 s"), bench.log());
  }

  @Test
  void aWelcomeAfterARewind() {
    bench.tape.addFrames(10);
    Control.Welcome lost = bench.has(11);
    bench.tape.cut(5);
    bench.start();
    bench.greet();
    passNs(9);
    bench.say(lost);
    keepsUntil(Limits.WELCOME_NS_MAX, State.RESUMING);
  }

  @Test
  void aFirstAcknowledgement() {
    bench.tape.addFrames(3);
    bench.start();
    bench.greet();
    passNs(9);
    bench.say(DeliveryBench.NOTHING);
    bench.settle();
    keepsUntil(Limits.ACK_NS_MAX, State.STREAMING);
  }

  @Test
  void anAcknowledgementAfterAnother() {
    bench.tape.addFrames(3);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    passNs(9);
    bench.say(new Control.Ack(2));
    keepsUntil(Limits.ACK_NS_MAX, State.STREAMING);
  }

  @Test
  void anAcknowledgementOfWhatIsSentAfterASilence() {
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(1));
    passNs(3 * Limits.ACK_NS_MAX);
    bench.tape.addFrame();
    bench.settle();
    keepsUntil(Limits.ACK_NS_MAX, State.STREAMING);
  }

  @Test
  void aRepeatedAcknowledgementDoesNotProlongIt() {
    bench.tape.addFrames(3);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(2));
    passNs(9);
    bench.say(new Control.Ack(2));
    keepsUntil(Limits.ACK_NS_MAX - 9, State.STREAMING);
  }

  @Test
  void theAnswerToAnEnd() {
    bench.tape.addFrames(3);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(4));
    passNs(3 * Limits.ACK_NS_MAX);
    bench.tape.addEnd();
    bench.settle();
    bench.say(new Control.Ack(5));
    keepsUntil(Limits.ACK_NS_MAX, State.ENDING);
  }

  private void keepsUntil(long limitNs, State state) {
    passNs(limitNs);
    assertEquals(state, bench.delivery.state());
    passNs(1);
    assertEquals(State.WAITING, bench.delivery.state());
    assertTrue(bench.link().cancelled);
  }

  private void passNs(long ns) {
    bench.clock.advanceNs(ns);
    bench.settle();
  }
}
