package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PongEvidenceTest {
  private static final long FIRST = 1 << 20;
  private static final long MAX = 8 << 20;

  private final FakeLink link = new FakeLink(new LinkRequest(1, false));
  private final PongEvidence evidence = new PongEvidence(link, FIRST, MAX);
  private long nowNs = 1_000;

  @ParameterizedTest
  @CsvSource({
    "99999999, 4194304",
    "100000000, 2097152",
    "499999999, 2097152",
    "500000000, 1048576",
    "1000000000, 1048576",
    "1000000001, 524288"
  })
  void theWindowFollowsTheRoundTripOfAPing(long roundTripNs, long windowBytes) {
    ping();
    nowNs += roundTripNs;
    pong();
    assertEquals(windowBytes, evidence.windowBytes());
  }

  @Test
  void theWindowStaysWithinItsBounds() {
    for (int i = 0; i < 5; i++) {
      ping();
      pong();
    }
    assertEquals(MAX, evidence.windowBytes());
    for (int i = 0; i < 10; i++) {
      ping();
      nowNs += TimeUnit.SECONDS.toNanos(3);
      pong();
    }
    assertEquals(64 * 1024, evidence.windowBytes());
    ping();
    nowNs += TimeUnit.MILLISECONDS.toNanos(300);
    pong();
    assertEquals(128 * 1024, evidence.windowBytes());
    for (int i = 0; i < 10; i++) {
      ping();
      nowNs += TimeUnit.MILLISECONDS.toNanos(300);
      pong();
    }
    assertEquals(MAX, evidence.windowBytes());
  }

  @Test
  void provesWhatWasWrittenBeforeThePing() {
    evidence.look(1_000, nowNs);
    ping(1_000);
    evidence.look(3_000, nowNs);
    assertEquals(0, evidence.passedBytes());
    pong(3_000);
    assertEquals(1_000, evidence.passedBytes());
  }

  @Test
  void aPongThatWasThereWithItsPingProvesWhatWasWrittenBefore() {
    link.queuedBytes = 400;
    evidence.look(1_000, nowNs);
    link.queuedBytes = 0;
    link.pings++;
    link.pongs++;
    evidence.look(5_000, nowNs);
    assertEquals(600, evidence.passedBytes());
    assertEquals(4 * FIRST, evidence.windowBytes());
  }

  @Test
  void aPongThatNobodyAskedForProvesNothingAndSpoilsNothing() {
    evidence.look(1_000, nowNs);
    ping(1_000);
    link.unasked += 2;
    evidence.look(1_000, nowNs);
    assertEquals(0, evidence.passedBytes());
    pong(1_000);
    assertEquals(1_000, evidence.passedBytes());
  }

  @Test
  void ofSeveralPingsEachProvesItsOwn() {
    evidence.look(1_000, nowNs);
    ping(2_000); // 1,000 were written before it.
    ping(3_000);
    pong(3_000);
    assertEquals(1_000, evidence.passedBytes());
    pong(3_000);
    assertEquals(2_000, evidence.passedBytes());
  }

  @Test
  void aPingWithoutItsAnswerIsOverdueWhateverElseComes() {
    ping(1_000);
    nowNs += TimeUnit.SECONDS.toNanos(30);
    link.unasked = 15;
    ping(1_000);
    assertFalse(evidence.isOverdue(nowNs));
    nowNs++;
    assertTrue(evidence.isOverdue(nowNs));
    assertEquals(
        "no answer to a ping within 30 s; 15 pongs that answer none prove nothing",
        evidence.overdue());
    pong(1_000);
    assertFalse(evidence.isOverdue(nowNs));
  }

  private void ping() {
    ping(0);
  }

  private void ping(long handedBytes) {
    link.pings++;
    evidence.look(handedBytes, nowNs);
  }

  private void pong() {
    pong(0);
  }

  private void pong(long handedBytes) {
    link.pongs++;
    evidence.look(handedBytes, nowNs);
  }
}
