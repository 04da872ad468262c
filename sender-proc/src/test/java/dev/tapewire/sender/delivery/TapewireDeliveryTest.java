package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import org.junit.jupiter.api.Test;

class TapewireDeliveryTest {
  private final DeliveryBench bench = new DeliveryBench("tapewire");

  @Test
  void deliversATapeAndItsEnd() {
    bench.tape.addFrames(10);
    bench.tape.addEnd();
    bench.start();
    Control.Hello hello = bench.greet();
    assertEquals(new Control.Hello("session-1", "first", 8000, 1, "s16le", 0, 0), hello);

    bench.say(DeliveryBench.NOTHING);
    bench.settle();
    assertArrayEquals(bench.bytes(0, 12), bench.link().binary());
    assertEquals(new Control.End(12, bench.digest(12)), bench.link().control());
    assertEquals(State.ENDING, bench.delivery.state());

    bench.say(new Control.Complete(bench.digest(12)));
    assertEquals(State.DONE, bench.delivery.state());
    assertEquals(
        new Checkpoint(bench.tape.incarnation(), 12, 800, bench.digest(12), "tapewire", true),
        bench.store.newest);
    assertEquals(CloseCode.NORMAL, bench.link().closeCode);
    assertEquals(Guarantee.EXACTLY_ONCE, bench.delivery.guarantee());
  }

  @Test
  void sendsNothingBeforeTheGreeting() {
    bench.tape.addFrames(3);
    bench.start();
    bench.settle();
    bench.opened();
    bench.passMs(2_900);
    assertTrue(bench.link().handed.isEmpty());
    assertEquals(State.GREETING, bench.delivery.state());
  }

  @Test
  void sendsAFrameAsSoonAsItIsOnTheTape() {
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.link().binary();
    byte[] frame = bench.tape.addFrame();
    bench.settle();
    assertArrayEquals(frame, bench.link().binary());
    frame = bench.tape.addFrame();
    bench.settle();
    assertArrayEquals(frame, bench.link().binary());
  }

  @Test
  void joinsRecordsIntoMessagesOf64KiBWhileCatchingUp() {
    bench.tape.addFrames(2000);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    int first = bench.link().handed.peek().bytes().length;
    assertTrue(first <= 64 * 1024 && first > 64 * 1024 - 300, "first message of " + first);
  }

  @Test
  void movesTheCheckpointOnlyWithAcks() {
    bench.tape.addFrames(10);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    int saves = bench.store.saves;
    bench.passMs(500);
    assertEquals(saves, bench.store.saves);

    bench.say(new Control.Ack(5));
    assertEquals(
        new Checkpoint(bench.tape.incarnation(), 5, 320, bench.digest(5), "tapewire", false),
        bench.store.newest);
    bench.say(new Control.Ack(5));
    assertEquals(saves + 1, bench.store.saves);
  }

  @Test
  void refusesAnAckThatGoesBack() {
    bench.tape.addFrames(10);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(5));
    bench.say(new Control.Ack(4));
    assertRefused(CloseCode.BAD_MESSAGE, "ack of 4");
  }

  @Test
  void refusesAnAckOfWhatWasNotSent() {
    bench.tape.addFrames(10);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(12));
    assertRefused(CloseCode.BAD_MESSAGE, "ack of 12");
    assertEquals(0, bench.store.newest.next());
  }

  @Test
  void refusesTextThatIsLongerThanAControlMessage() {
    bench.start();
    bench.greet();
    bench.event(new LinkEvent.Text(1, " ".repeat(4097)));
    assertRefused(CloseCode.TOO_LARGE, "a control message of 4097 characters");
  }

  @Test
  void refusesWhatIsNoMessageOfAReceiver() {
    bench.start();
    bench.greet();
    bench.event(new LinkEvent.Text(1, "no json"));
    assertRefused(CloseCode.BAD_MESSAGE, "not a JSON object");
  }

  @Test
  void passesOverMessagesOfLaterVersions() {
    bench.start();
    bench.greet();
    bench.event(new LinkEvent.Text(1, "{\"type\":\"weather\"}"));
    bench.say(DeliveryBench.NOTHING);
    bench.settle();
    assertEquals(State.STREAMING, bench.delivery.state());
  }

  @Test
  void keepsAtMost4MiBUnacknowledged() {
    bench.addLargeFrames(400);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    int sent = bench.link().binary().length;
    assertTrue(sent <= Limits.WINDOW_BYTES_MAX, sent + " bytes sent");
    assertTrue(sent > Limits.WINDOW_BYTES_MAX - 256 * 1024, sent + " bytes sent");
    assertFalse(bench.work());
    bench.say(new Control.Ack(100));
    bench.settle();
    assertTrue(bench.link().binary().length > 1_000_000);
  }

  @Test
  void handsTheLinkNoMoreThan1MiBAheadOfTheSocket() {
    bench.addLargeFrames(400);
    bench.start();
    bench.greet();
    bench.link().queuedBytes = Limits.QUEUED_BYTES_MAX;
    bench.say(DeliveryBench.NOTHING);
    bench.settle();
    assertEquals(0, bench.link().binary().length);
    bench.link().queuedBytes = 0;
    bench.settle();
    assertTrue(bench.link().binary().length > 0);
  }

  @Test
  void resumesWhereTheReceiverIsBeyondTheCheckpoint() {
    bench.tape.addFrames(20);
    bench.store.newest =
        new Checkpoint(bench.tape.incarnation(), 5, 320, bench.digest(5), "tapewire", false);
    bench.start();
    bench.stream(bench.has(9));
    assertArrayEquals(bench.bytes(9, 21), bench.link().binary());
    assertEquals(9, bench.store.newest.next());
    assertEquals(bench.digest(9), bench.store.newest.digest());
    assertEquals(640, bench.store.newest.position());
  }

  @Test
  void resumesWhereTheReceiverIsBehindTheCheckpoint() {
    bench.tape.addFrames(20);
    bench.store.newest =
        new Checkpoint(bench.tape.incarnation(), 9, 640, bench.digest(9), "tapewire", false);
    bench.start();
    bench.stream(bench.has(5));
    assertArrayEquals(bench.bytes(5, 21), bench.link().binary());
    assertEquals(5, bench.store.newest.next());
  }

  @Test
  void takesADifferentDigestAsPermanent() {
    bench.tape.addFrames(20);
    bench.start();
    bench.greet();
    bench.say(new Control.Welcome(true, bench.tape.incarnation(), 5, "a".repeat(64)));
    bench.settle();
    assertRefused(CloseCode.DIGEST_MISMATCH, "digests differ");
    assertEquals(0, bench.link().binary().length);
  }

  @Test
  void takesADifferentDigestAtTheEndAsPermanent() {
    bench.tape.addEnd();
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Complete("a".repeat(64)));
    assertRefused(CloseCode.DIGEST_MISMATCH, "digests differ");
    assertFalse(bench.store.newest.complete());
  }

  @Test
  void tellsAReceiverThatIsAheadOfACutTapeToGoBack() {
    bench.tape.addFrames(20);
    String first = bench.tape.incarnation();
    Control.Welcome ahead = bench.has(15);
    bench.tape.cut(10);
    bench.tape.addFrames(10);
    bench.start();
    bench.greet();
    bench.say(ahead);
    assertEquals(new Control.Rewind(first, 10), bench.link().control());
    bench.say(bench.has(8));
    bench.settle();
    assertArrayEquals(bench.bytes(8, 21), bench.link().binary());
  }

  @Test
  void tellsAReceiverOfAnUnknownIncarnationToGoBackToTheOneBefore() {
    bench.tape.addFrames(20);
    bench.start();
    bench.greet();
    String unknown = "f".repeat(32);
    bench.say(new Control.Welcome(true, unknown, 15, "a".repeat(64)));
    assertEquals(new Control.Rewind(unknown, 0), bench.link().control());
    bench.say(DeliveryBench.NOTHING);
    bench.settle();
    assertArrayEquals(bench.bytes(0, 21), bench.link().binary());
  }

  @Test
  void givesUpOnAReceiverThatDoesNotGoBack() {
    bench.tape.addFrames(20);
    bench.start();
    bench.greet();
    Control.Welcome unknown = new Control.Welcome(true, "f".repeat(32), 15, "a".repeat(64));
    bench.say(unknown);
    assertInstanceOf(Control.Rewind.class, bench.link().control());
    bench.say(unknown);
    assertRefused(CloseCode.BAD_MESSAGE, "again after rewind");
  }

  @Test
  void goesOnAtTheEndOfAClosedIncarnation() {
    bench.tape.addFrames(5);
    Control.Welcome all = bench.has(6);
    bench.tape.restart();
    bench.tape.addFrames(5);
    bench.start();
    bench.stream(all);
    assertArrayEquals(bench.bytes(6, 12), bench.link().binary());
  }

  @Test
  void goesOnAtItsOwnCheckpointForAReceiverWithoutState() {
    bench.tape.addFrames(20);
    bench.store.newest =
        new Checkpoint(bench.tape.incarnation(), 9, 640, bench.digest(9), "tapewire", false);
    bench.start();
    bench.stream(new Control.Welcome(false, "", 0, "0".repeat(64)));
    assertArrayEquals(bench.bytes(9, 21), bench.link().binary());
    assertEquals(Guarantee.AT_LEAST_ONCE, bench.delivery.guarantee());
  }

  @Test
  void fallsBackToWhatIsOnTheTapeIfItsCheckpointIsBeyondIt() {
    bench.tape.addFrames(20);
    bench.store.newest =
        new Checkpoint(bench.tape.incarnation(), 15, 1120, bench.digest(15), "tapewire", false);
    bench.tape.cut(10);
    bench.tape.addFrames(10);
    bench.start();
    bench.stream(new Control.Welcome(false, "", 0, "0".repeat(64)));
    assertArrayEquals(bench.bytes(10, 21), bench.link().binary());
    bench.say(new Control.Ack(12));
    assertEquals(bench.digest(12), bench.store.newest.digest());
  }

  @Test
  void endsAgainAfterARestartBetweenEndAndComplete() {
    bench.tape.addFrames(3);
    bench.tape.addEnd();
    bench.start();
    bench.stream(bench.has(5));
    assertEquals(new Control.End(5, bench.digest(5)), bench.link().control());
  }

  @Test
  void dropsALinkThatAcknowledgesNothingFor10s() {
    bench.tape.addFrames(3);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.passMs(9_900);
    assertEquals(State.STREAMING, bench.delivery.state());
    bench.passMs(200);
    assertEquals(State.WAITING, bench.delivery.state());
    assertTrue(bench.links.get(0).cancelled);
  }

  @Test
  void anAckThatRepeatsTheWelcomeIsNoneOutOfOrder() {
    bench.tape.addFrames(3);
    bench.start();
    bench.greet();
    bench.say(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(0));
    bench.settle();
    assertEquals(State.STREAMING, bench.delivery.state());
    assertEquals(1, bench.links.size());
  }

  @Test
  void waitsForeverForAcksThatAreNotDue() {
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.say(new Control.Ack(1));
    bench.passMs(600_000);
    assertEquals(State.STREAMING, bench.delivery.state());
    bench.tape.addFrame();
    bench.settle();
    bench.passMs(9_000);
    assertEquals(State.STREAMING, bench.delivery.state());
  }

  @Test
  void dropsALinkWithoutWelcomeFor10s() {
    bench.start();
    bench.greet();
    bench.passMs(10_100);
    assertTrue(bench.links.get(0).cancelled);
  }

  @Test
  void endsADrainOfAnInterruptedSessionOnceAllIsConfirmed() {
    bench.tape.addFrames(3);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.delivery.drain(true);
    bench.settle();
    assertEquals(State.STREAMING, bench.delivery.state());
    bench.say(new Control.Ack(4));
    bench.settle();
    assertEquals(State.DONE, bench.delivery.state());
    assertFalse(bench.store.newest.complete());
  }

  @Test
  void aStopWaitsForNothingThatIsRecordedAfterIt() {
    bench.tape.addFrames(3);
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.delivery.drain(true);
    bench.delivery.bound(true);
    bench.tape.addFrames(1);
    bench.settle();
    bench.say(new Control.Ack(4));
    bench.settle();
    assertEquals(State.DONE, bench.delivery.state());
    assertEquals(4, bench.store.newest.next());
  }

  private void assertRefused(int code, String reason) {
    assertEquals(code, bench.link().closeCode);
    assertFalse(bench.link().cancelled, "a cancelled link sends no close");
    assertEquals(State.WAITING, bench.delivery.state());
    assertTrue(bench.delivery.refusal().contains(reason), bench.delivery.refusal());
  }
}
