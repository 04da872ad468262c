package dev.tapewire.launcher.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.ExitCode;
import dev.tapewire.launcher.supervise.Supervisor.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Children that fail each time, or hang: the run ends all the same. */
class HopelessChildTest {
  private final Stage stage = new Stage();

  @ParameterizedTest
  @ValueSource(strings = {"sender", "receiver"})
  void aChildThatFailsAtOnceEachTimeEndsTheRun(String name) {
    stage.running();
    for (int i = 0; i < 5; i++) {
      assertEquals(Phase.RECORDING, stage.supervisor.phase());
      stage.last(name).exit(1);
      stage.step();
      stage.advanceMs(5000);
      stage.last(name).takesSignals = true;
    }
    assertEquals(List.of(name), stage.givenUp);
    assertEquals(5, stage.starts(name));
    stage.finish();

    assertEquals(Phase.DONE, stage.supervisor.phase());
    assertEquals(ExitCode.FAILED, stage.supervisor.exitCode());
  }

  @Test
  void aReceiverThatFailsAtOnceInADrainHoldsNoSenderUp() {
    stage.running();
    stage.last("capture").exit(0);
    stage.step();
    for (int i = 0; i < 5; i++) {
      stage.last("receiver").exit(1);
      stage.step();
      stage.advanceMs(5000);
    }
    stage.last("sender").exit(1);
    stage.step();

    assertEquals(List.of("receiver"), stage.givenUp);
    assertEquals(Phase.STOPPING_RECEIVER, stage.supervisor.phase());
    assertEquals(ExitCode.FAILED, stage.supervisor.exitCode());
  }

  @Test
  void aChildThatWasOfUseIsStartedForEver() {
    stage.running();
    stage.advanceMs(10_000);
    for (int i = 0; i < 20; i++) {
      stage.last("receiver").exit(1);
      stage.step();
      stage.advanceMs(5000);
    }
    assertEquals(21, stage.starts("receiver"));
    assertEquals(Phase.RECORDING, stage.supervisor.phase());
  }

  @Test
  void aCaptureThatFailsAtOnceEachTimeEndsTheRunThoughSomebodyRecords() {
    Stage live = new Stage(true);
    live.running();
    for (int i = 0; i < 5; i++) {
      live.record(1000); // As another run of the same session does.
      live.last("capture").exit(1);
      live.step();
      live.advanceMs(5000);
    }
    assertEquals(5, live.starts("capture"));
    live.finish();

    assertEquals(ExitCode.FAILED, live.supervisor.exitCode());
  }

  @Test
  void whatFailsWithinTenSecondsIsNotRestartedAtOnce() {
    stage.running();
    stage.advanceMs(1900);
    stage.last("receiver").exit(1);
    stage.step();
    assertEquals(1, stage.starts("receiver"));
    stage.advanceMs(100);
    assertEquals(2, stage.starts("receiver"));
  }

  @Test
  void aSenderThatHangsInADrainIsKilled() {
    stage.running();
    stage.beat = 7;
    stage.last("capture").exit(0);
    stage.step();
    stage.step();
    stage.advanceMs(30_000);
    stage.beat = 8; // It works.
    stage.step();
    stage.advanceMs(30_000);
    assertFalse(stage.last("sender").killed);
    stage.advanceMs(1);
    assertTrue(stage.last("sender").killed);
  }

  @Test
  void aSenderWithNothingToTellOfTheSessionIsNotTakenForHungWhileItWorks() {
    stage.running();
    stage.last("capture").exit(0);
    stage.step();
    for (int i = 0; i < 10; i++) {
      stage.last("sender").cpuNs = i * 10_000_000L;
      stage.step();
      stage.advanceMs(30_000);
    }
    assertFalse(stage.last("sender").killed);
    stage.advanceMs(1);
    assertTrue(stage.last("sender").killed, "stopped, before it told anything");
  }

  @Test
  void aSenderOfWhichNothingIsKnownIsNotTakenForHung() {
    stage.running();
    stage.last("capture").exit(0);
    stage.step();
    stage.advanceMs(300_000);
    assertFalse(stage.last("sender").killed);
  }
}
