package dev.tapewire.sender;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DrainClockTest {
  private static final long S = TimeUnit.SECONDS.toNanos(1);
  private static final long BEGAN = 1000 * S;

  private final DrainClock clock = new DrainClock(3 * S, BEGAN);

  @Test
  void audioThatIsSentAtItsPacePutsTheEndOff() {
    for (int second = 1; second <= 20; second++) {
      clock.sent(S, BEGAN + second * S);
      assertFalse(clock.isOver(BEGAN + second * S));
    }
  }

  @Test
  void aTrickleDoesNot() {
    for (int second = 1; second <= 4; second++) {
      clock.sent(S / 100, BEGAN + second * S);
    }
    assertTrue(clock.isOver(BEGAN + 4 * S));
  }

  @Test
  void whatIsConfirmedAnewDoesAndWhileTheRecordingItselfRestsNoTimeCounts() {
    clock.confirmed(BEGAN + 2 * S);
    assertFalse(clock.isOver(BEGAN + 5 * S));
    assertTrue(clock.isOver(BEGAN + 5 * S + 1));
    clock.rest(BEGAN + 10 * S);
    assertFalse(clock.isOver(BEGAN + 13 * S));
    assertTrue(clock.isOver(BEGAN + 13 * S + 1));
  }
}
