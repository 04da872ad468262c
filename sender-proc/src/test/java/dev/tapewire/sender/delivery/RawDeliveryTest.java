package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.wire.CloseCode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawDeliveryTest {
  private static final int FRAME_BYTES = 160;

  private final DeliveryBench bench = new DeliveryBench("raw");

  @Test
  void sendsExactlyThePcmOneFrameAMessage() {
    bench.tape.addFrames(3);
    bench.tape.addGap(100, GapReason.OVERRUN);
    bench.tape.addFrames(2);
    connect();
    assertEquals(5, bench.link().handed.size());
    assertTrue(bench.link().handed.stream().allMatch(m -> m.bytes().length == FRAME_BYTES));
    assertArrayEquals(bench.tape.pcm(), bench.link().binary());
  }

  @Test
  void joinsFramesUpToTheGivenSize() {
    bench.tape.addFrames(10);
    TapeReader reader = bench.tape.openReader();
    bench.start(reader, Plan.whole(reader, 500), Pacing.FLAT_OUT);
    bench.settle();
    bench.opened();
    bench.settle();
    assertEquals(480, bench.link().handed.peek().bytes().length);
    assertArrayEquals(bench.tape.pcm(), bench.link().binary());
  }

  @Test
  void notesWhatItSendsBeforeItSendsIt() {
    bench.tape.addFrames(3);
    connect();
    assertEquals(List.of("80 after 0", "160 after 1", "240 after 2"), bench.marks);
  }

  @Test
  void closesBehindAllBeforeADamagedRecordAndWaitsForTheAnswer() {
    bench.tape.addFrames(10);
    bench.tape.damage(5);
    connect();
    byte[] before = Arrays.copyOf(bench.tape.pcm(), 4 * FRAME_BYTES);
    assertArrayEquals(before, bench.link().binary());
    pingPong();
    assertEquals(State.ENDING, bench.delivery.state());
    bench.closed(CloseCode.NORMAL);
    assertEquals(State.FAILED, bench.delivery.state());
    assertEquals(5, bench.store.newest.next());
  }

  @Test
  void passesOverWhatTheServerSays() {
    bench.tape.addFrames(1);
    connect();
    bench.event(new LinkEvent.Text(1, "partial: hel"));
    bench.event(new LinkEvent.Binary(1, 10));
    assertEquals(State.STREAMING, bench.delivery.state());
  }

  @Test
  void waitsForTheReasonOfALinkThatTakesNoMoreButNotForEver() {
    connect();
    bench.link().dead = true;
    bench.tape.addFrames(1);
    bench.settle();
    bench.passMs(9_000);
    assertEquals(0, bench.logLines(), bench.log());
    bench.passMs(1_001);
    assertEquals(1, bench.logLines(), bench.log());
  }

  @Test
  void takesNothingForProvenBeforeAPong() {
    bench.tape.addFrames(1000);
    connect();
    bench.link().pings = 1;
    bench.settle();
    assertEquals(0, bench.store.newest.next());
  }

  @Test
  void keepsTheCheckpointAMarginBehindThePong() {
    bench.tape.addFrames(1000);
    connect();
    pingPong();
    // 2 s are 200 frames of 10 ms, more than 64 messages.
    assertEquals(1001 - 200, bench.store.newest.next());
    assertEquals(800 * MemoryTape.FRAME_SAMPLES, bench.store.newest.position());
    assertEquals("raw", bench.store.newest.profile());
  }

  @Test
  void countsOnlyWhatHadLeftTheQueueBeforeThePing() {
    bench.tape.addFrames(1000);
    connect();
    bench.link().queuedBytes = 300 * FRAME_BYTES;
    bench.settle();
    bench.link().pings = 1;
    bench.link().queuedBytes = 0;
    bench.settle();
    bench.link().pongs = 1;
    bench.settle();
    assertEquals(1001 - 300 - 200, bench.store.newest.next());
  }

  @Test
  void thePongBeforeTheLastProvesNothingOfTheLastPing() {
    bench.tape.addFrames(1000);
    connect();
    bench.link().pings = 2;
    bench.settle();
    bench.link().pongs = 1;
    bench.settle();
    assertEquals(0, bench.store.newest.next());
    bench.link().pongs = 2;
    bench.settle();
    assertEquals(1001 - 200, bench.store.newest.next());
  }

  @Test
  void aReplayTakesTheNetworkForQuickUntilItHasBrokenALink() {
    bench.addLargeFrames(2000); // 31 MiB, twice what a delivery has under way at most.
    TapeReader reader = bench.tape.openReader();
    bench.start(reader, new Plan("replay-1", 1, 0, 2001, 0, true), Pacing.FLAT_OUT);
    bench.settle();
    bench.opened();
    bench.settle();
    assertEquals(2000, bench.link().handed.size());
    bench.failed(0, false);
    bench.passMs(1000);
    bench.opened();
    bench.settle();
    assertEquals(16, bench.link().handed.size()); // 256 KiB.
  }

  @Test
  void keepsTheMarginInMessagesWhereFramesAreLong() {
    for (int i = 0; i < 100; i++) {
      bench.tape.addFrame(new byte[2 * 8000], 0);
    }
    connect();
    for (int i = 0; i < 5; i++) {
      pingPong();
    }
    assertEquals(101 - 64, bench.store.newest.next());
  }

  @Test
  void pongsThatNobodyAskedForProveNothingAndSpoilNothing() {
    bench.tape.addFrames(1000);
    connect();
    bench.link().unasked = 5;
    bench.link().pings++;
    bench.settle();
    bench.link().unasked = 6;
    bench.settle();
    assertEquals(0, bench.store.newest.next());
    bench.link().pongs++;
    bench.settle();
    assertEquals(1001 - 200, bench.store.newest.next());
  }

  @Test
  void whoSendsPongsAndAnswersNoPingIsLeftAndTold() {
    bench.tape.addFrames(1000);
    connect();
    bench.link().pings++;
    bench.settle();
    for (int i = 0; i < 30; i++) {
      bench.passMs(1000);
      bench.link().unasked++;
    }
    assertEquals(0, bench.logLines(), bench.log());
    bench.passMs(1);
    assertTrue(
        bench
            .log()
            .contains(
                "no answer to a ping within 30 s; 30 pongs that answer none prove nothing; trying"),
        bench.log());
    assertEquals(0, bench.store.newest.next());
  }

  @Test
  void takesTheAnswerToItsCloseAsTheLastEvidence() {
    bench.tape.addFrames(100);
    bench.tape.addEnd();
    connect();
    assertEquals(0, bench.link().closeCode);
    pingPong();
    assertEquals(CloseCode.NORMAL, bench.link().closeCode);
    assertEquals(State.ENDING, bench.delivery.state());
    bench.closed(CloseCode.NORMAL);
    assertEquals(State.DONE, bench.delivery.state());
    assertTrue(bench.store.newest.complete());
    assertEquals(102, bench.store.newest.next());
  }

  @Test
  void takesACloseThatCrossedItsOwnForNoEvidence() {
    bench.tape.addFrames(100);
    bench.tape.addEnd();
    connect();
    assertEquals(0, bench.link().closeCode);
    pingPong();
    assertEquals(CloseCode.NORMAL, bench.link().closeCode);
    assertEquals(State.ENDING, bench.delivery.state());
    bench.closed(CloseCode.GOING_AWAY);

    assertEquals(State.WAITING, bench.delivery.state());
  }

  @Test
  void takesACloseThatItDidNotAskForAsALostLink() {
    bench.tape.addFrames(100);
    bench.tape.addEnd();
    connect();
    bench.closed(CloseCode.NORMAL);
    assertEquals(State.WAITING, bench.delivery.state());
    assertEquals(0, bench.store.newest.next());
  }

  @Test
  void resendsFromTheCheckpointAndTellsHowMuchMayArriveTwice() {
    bench.tape.addFrames(1000);
    connect();
    pingPong();
    bench.failed(0, false);
    bench.passMs(100);
    bench.opened();
    bench.settle();
    byte[] pcm = bench.tape.pcm();
    assertArrayEquals(
        Arrays.copyOfRange(pcm, 800 * FRAME_BYTES, pcm.length), bench.link().binary());
    assertTrue(bench.log().contains("up to 2.000 s may arrive twice"), bench.log());
  }

  @Test
  void sendsTheMarginAgainIfTheCloseIsNotAnsweredAndBelievesThePongTheThirdTime() {
    bench.tape.addFrames(1000);
    bench.tape.addEnd();
    connect();
    for (int i = 0; i < 3; i++) {
      assertEquals(false, bench.store.newest.complete());
      bench.link().binary();
      pingPong();
      assertEquals(CloseCode.NORMAL, bench.link().closeCode);
      bench.failed(0, false);
      if (i < 2) {
        bench.passMs(100L << i);
        bench.opened();
        bench.settle();
        assertEquals(200 * FRAME_BYTES, bench.link().binary().length);
      }
    }
    assertTrue(bench.store.newest.complete());
  }

  @Test
  void endsADrainOfAnInterruptedSessionWithAClose() {
    bench.tape.addFrames(100);
    connect();
    bench.delivery.drain(true);
    bench.settle();
    pingPong();
    bench.closed(CloseCode.NORMAL);
    assertEquals(State.DONE, bench.delivery.state());
    assertEquals(101, bench.store.newest.next());
    assertEquals(false, bench.store.newest.complete());
  }

  @Test
  void keepsWhatIsUnderWayWithinAWindowThatFollowsThePongs() {
    for (int i = 0; i < 2000; i++) {
      bench.tape.addFrame(new byte[16 * 1024], 0);
    }
    connect();
    int first = bench.link().binary().length;
    assertEquals(256 * 1024, first);
    pingPong();
    assertEquals(1024 * 1024, bench.link().binary().length);
    bench.link().pings++;
    bench.settle();
    bench.passMs(1_500);
    bench.link().pongs++;
    bench.settle();
    assertEquals(512 * 1024, bench.link().binary().length);
  }

  private void connect() {
    bench.start();
    bench.settle();
    bench.opened();
    bench.settle();
  }

  private void pingPong() {
    bench.settle();
    bench.work();
    bench.link().pings++;
    bench.work();
    bench.passMs(5);
    bench.work();
    bench.link().pongs++;
    bench.work();
    bench.settle();
  }
}
