package dev.tapewire.capture.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceWatchTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final long MS = 1_000_000L;
  private static final int CHUNK_MS = 20;

  private final PaceWatch watch = new PaceWatch(FORMAT);
  private long nowNs = 77_000 * MS;
  private long missing;
  private long held;

  @ParameterizedTest
  @ValueSource(ints = {3, 7, 20, 100})
  void whatIsStillMissingTenSecondsAfterAStallIsMissing(int secondsBefore) {
    give(secondsBefore * 1000, 1);
    nowNs += 12_000 * MS;
    give(9_900, 1);
    assertEquals(0, missing, "too early");
    give(200, 1);

    assertEquals(12_000 * 8, missing, 8 * CHUNK_MS);
    give(60_000, 1);
    assertEquals(12_000 * 8, missing, 8 * CHUNK_MS, "told twice");
  }

  @Test
  void whoGaveTooLittleBeforeIsJudgedByHowItGoesOn() {
    give(500, 1);
    nowNs += 12_000 * MS;
    give(10_100, 1);

    assertEquals(12_000 * 8, missing, 8 * CHUNK_MS);
  }

  @Test
  void whatThePipeHeldAtTheStartSaysNothingOfThePace() {
    held = 4_000 * 8;
    give(4_000, 1_000);
    give(3_000, 1);
    nowNs += 12_000 * MS;
    give(10_100, 1);

    assertEquals(12_000 * 8, missing, 8 * CHUNK_MS);
  }

  @Test
  void aShortFileInThePipeThatIsHeldOpenHasLostNothing() {
    held = 4_000 * 8;
    give(4_000, 1_000);
    nowNs += 20_000 * MS;

    assertEquals(0, watch.finish(nowNs));
  }

  @Test
  void whoCatchesUpHasLostNothing() {
    give(20_000, 1);
    nowNs += 12_000 * MS;
    give(16_000, 4);
    give(20_000, 1);

    assertEquals(0, missing);
  }

  @Test
  void whoCatchesUpWithAPartHasLostTheRest() {
    give(20_000, 1);
    nowNs += 12_000 * MS;
    give(4_000, 100);
    give(20_000, 1);

    assertEquals(8_000 * 8, missing, 2 * 8 * CHUNK_MS);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.8, 1.3, 3, 1000})
  void whoDoesNotKeepToRealTimeLosesNothing(double speed) {
    give(60_000, speed);
    nowNs += 12_000 * MS;
    give(60_000, speed);
    nowNs += 30_000 * MS;
    give(1_000, speed);

    assertEquals(0, missing + watch.finish(nowNs));
  }

  @Test
  void whoGivesASecondEachFiveSecondsLosesNothing() {
    for (int i = 0; i < 40; i++) {
      give(1_000, 1);
      nowNs += 4_000 * MS;
    }

    assertEquals(0, missing + watch.finish(nowNs));
  }

  @Test
  void stallsOneAfterTheOtherAreOneSum() {
    give(20_000, 1);
    nowNs += 5_000 * MS;
    give(1_000, 1);
    nowNs += 6_000 * MS;
    give(12_000, 1);

    assertEquals(11_000 * 8, missing, 2 * 8 * CHUNK_MS);
  }

  @Test
  void theEndTellsWhatIsMissingByTheClock() {
    give(5_000, 1);
    nowNs += 60_000 * MS;

    assertEquals(60_000 * 8, watch.finish(nowNs), 8 * CHUNK_MS);
    assertEquals(0, watch.finish(nowNs), "told twice");
  }

  @Test
  void theEndSoonAfterAStallTellsWhatIsStillMissing() {
    give(20_000, 1);
    nowNs += 12_000 * MS;
    give(2_000, 4);

    assertEquals(10_500 * 8, missing + watch.finish(nowNs), 2 * 8 * CHUNK_MS);
  }

  @Test
  void wavesOfABusyMachineAreNothing() {
    for (int i = 0; i < 50; i++) {
      give(1_000, 1);
      nowNs += 2_900 * MS;
      give(2_900, 1000);
    }

    assertEquals(0, missing + watch.finish(nowNs));
  }

  @Test
  void aStallIsToldOnceAndThatItIsOver() {
    give(1_000, 1);
    final long askedNs = nowNs;
    assertFalse(watch.stalls(askedNs, nowNs + 2_999 * MS));
    assertTrue(watch.stalls(askedNs, nowNs + 3_000 * MS));
    assertFalse(watch.stalls(askedNs, nowNs + 4_000 * MS));
    assertTrue(watch.isBack());
    assertFalse(watch.isBack());
  }

  @Test
  void whatWasNeverAskedForDoesNotStall() {
    give(1_000, 1);
    nowNs += 60_000 * MS; // The disk was full.

    assertFalse(watch.stalls(nowNs, nowNs + 10 * MS));
  }

  private void give(int audioMs, double speed) {
    for (int ms = 0; ms < audioMs; ms += CHUNK_MS) {
      nowNs += (long) (CHUNK_MS * MS / speed);
      missing += watch.offer(CHUNK_MS * 8, held, nowNs);
    }
  }
}
