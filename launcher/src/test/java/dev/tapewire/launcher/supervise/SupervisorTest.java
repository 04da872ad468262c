package dev.tapewire.launcher.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.ExitCode;
import dev.tapewire.launcher.supervise.Supervisor.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupervisorTest {
  private static final int KILLED = 137;

  private final Stage stage = new Stage();

  @Test
  void othersWaitUntilCaptureHasBegun() {
    stage.step();
    assertEquals("capture", stage.startedNames());

    stage.last("capture").takesSignals = true;
    stage.step();

    assertEquals("capture receiver sender", stage.startedNames());
  }

  @Test
  void isSteadyWhileAllRunAndNothingIsToBeDone() {
    stage.step();
    assertFalse(stage.supervisor.isSteady());
    stage.running();
    assertTrue(stage.supervisor.isSteady());
    stage.last("sender").exit(KILLED);
    stage.step();
    assertFalse(stage.supervisor.isSteady());
    stage.advanceMs(100);
    stage.last("sender").takesSignals = true;
    assertTrue(stage.supervisor.isSteady());
    stage.stops = 1;
    stage.step();
    assertFalse(stage.supervisor.isSteady());
  }

  @Test
  void whatASecondWishToStopKilledIsNotStartedAgainNorSaidToBe() {
    for (int stopped = 0; stopped < 2; stopped++) {
      Stage stage = new Stage();
      stage.running();
      stage.stops = 1;
      stage.step();
      if (stopped == 1) {
        stage.last("capture").exit(0);
        stage.step();
      }
      stage.stops = 2;
      stage.step();
      stage.last("sender").exit(KILLED);
      stage.step();
      stage.last("capture").exit(0);
      stage.finish();

      assertEquals(1, stage.starts("sender"));
      assertEquals(List.of(), stage.restarted);
      assertEquals(Phase.DONE, stage.supervisor.phase());
      assertEquals(ExitCode.UNDELIVERED, stage.supervisor.exitCode());
    }
  }

  @Test
  void whatIsNotWantedAnyMoreHasEnded() {
    stage.running();
    stage.last("capture").exit(0);
    stage.step();

    assertEquals("ended", stage.crew.capture().state());
    assertEquals("running", stage.crew.senders().get(0).state());
  }

  @Test
  void whatHadRunForASecondIsRestartedAtOnce() {
    stage.running();
    stage.advanceMs(1000);

    stage.last("sender").exit(KILLED);
    stage.step();

    assertEquals(2, stage.starts("sender"));
    assertEquals(1, stage.starts("receiver"));
  }

  @Test
  void whatDiesAtOnceIsRestartedAfterAPauseThatDoublesUpToFiveSeconds() {
    stage.running();
    long[] pausesMs = {100, 200, 400, 800, 1600, 3200, 5000, 5000};

    for (long pauseMs : pausesMs) {
      int before = stage.starts("sender");
      stage.last("sender").exit(KILLED);
      stage.step();
      stage.advanceMs(pauseMs - 1);
      assertEquals(before, stage.starts("sender"), "too early after " + pauseMs);
      stage.advanceMs(1);
      assertEquals(before + 1, stage.starts("sender"), "not after " + pauseMs);
    }
  }

  @Test
  void aSteadyLifeStartsTheDoublingOver() {
    stage.running();
    stage.last("sender").exit(KILLED);
    stage.step();
    stage.advanceMs(100);
    stage.advanceMs(1000);
    stage.last("sender").exit(KILLED);
    stage.step();

    stage.last("sender").exit(KILLED);
    stage.step();
    stage.advanceMs(100);

    assertEquals(4, stage.starts("sender"));
  }

  @Test
  void stopsInOrderAndEachWaitsForTheOneBefore() {
    stage.running();

    stage.stops = 1;
    stage.step();
    stage.step();
    assertEquals("capture", stage.terminatedNames());
    stage.last("capture").exit(0);
    stage.step();
    stage.step();
    assertEquals("capture sender", stage.terminatedNames());
    stage.last("sender").exit(0);
    stage.step();
    stage.step();
    assertEquals("capture sender receiver", stage.terminatedNames());
    stage.last("receiver").exit(0);
    stage.step();

    assertEquals(Phase.DONE, stage.supervisor.phase());
    assertEquals(ExitCode.OK, stage.supervisor.exitCode());
  }

  @Test
  void theSourcesEndDrains() {
    stage.running();

    stage.last("capture").exit(0);
    stage.step();
    stage.step();

    assertEquals(Phase.DRAINING, stage.supervisor.phase());
    assertEquals("sender", stage.terminatedNames());
    assertEquals(1, stage.starts("capture"));
  }

  @Test
  void aSenderThatCantDeliverMakesTheRunUndelivered() {
    stage.running();
    stage.last("capture").exit(0);
    stage.step();

    stage.last("sender").exit(3);
    stage.finish();

    assertEquals(ExitCode.UNDELIVERED, stage.supervisor.exitCode());
  }

  @Test
  void aSenderKilledInTheDrainDrainsAgain() {
    stage.running();
    stage.last("capture").exit(0);
    stage.step();
    stage.advanceMs(1000);

    stage.last("sender").exit(KILLED);
    stage.step();
    assertEquals(2, stage.starts("sender"));
    stage.step();
    assertFalse(stage.last("sender").terminated, "before it takes signals");
    stage.last("sender").takesSignals = true;
    stage.step();
    assertTrue(stage.last("sender").terminated);
    stage.last("sender").exit(0);
    stage.finish();

    assertEquals(ExitCode.OK, stage.supervisor.exitCode());
  }

  @Test
  void aReceiverKilledInTheDrainIsRestarted() {
    stage.running();
    stage.last("capture").exit(0);
    stage.step();
    stage.advanceMs(1000);

    stage.last("receiver").exit(KILLED);
    stage.step();

    assertEquals(2, stage.starts("receiver"));
  }

  @Test
  void aCaptureThatRefusesAtItsStartEndsTheRunWithItsCode() {
    stage.step();

    stage.last("capture").exit(1);
    stage.step();
    stage.finish();

    assertEquals(ExitCode.FAILED, stage.supervisor.exitCode());
    assertEquals("capture", stage.startedNames());
  }

  @Test
  void aCaptureThatFailsWithoutProgressOnAFileIsNotTriedForEver() {
    stage.running();
    stage.advanceMs(1000);
    stage.last("capture").exit(KILLED);
    stage.step();

    stage.last("capture").exit(1);
    stage.step();

    assertEquals(Phase.DRAINING, stage.supervisor.phase());
    assertEquals(2, stage.starts("capture"));
  }

  @Test
  void aLiveCaptureThatHadRecordedIsTriedForEver() {
    Stage live = new Stage(true);
    live.running();
    live.advanceMs(10_000);
    for (int i = 0; i < 20; i++) {
      live.last("capture").exit(1);
      live.step();
      live.advanceMs(5000);
    }

    assertEquals(Phase.RECORDING, live.supervisor.phase());
    assertEquals(21, live.starts("capture"));
  }

  @Test
  void aCaptureWhoseSourceFailedIsNotTriedAgainAndWhatItGaveIsDelivered() {
    Stage live = new Stage(true);
    live.running();
    live.end();

    live.last("capture").exit(1);
    live.finish();

    assertEquals(1, live.starts("capture"));
    assertEquals(ExitCode.FAILED, live.supervisor.exitCode());
    assertEquals("sender receiver", live.terminatedNames());
  }

  @Test
  void aCaptureKilledWhileItStopsIsMendedSoThatTheSessionGetsItsEnd() {
    stage.running();
    stage.advanceMs(1000);
    stage.stops = 1;
    stage.step();

    stage.last("capture").exit(KILLED);
    stage.step();
    stage.step();
    assertEquals(2, stage.starts("capture"));
    stage.last("capture").takesSignals = true;
    stage.step();
    stage.step();

    assertTrue(stage.last("capture").terminated);
    assertEquals(Phase.STOPPING_CAPTURE, stage.supervisor.phase());
  }

  @Test
  void aStopBeforeAnythingWasRecordedFails() {
    stage.stops = 1;
    stage.step();
    stage.finish();

    assertEquals(ExitCode.FAILED, stage.supervisor.exitCode());
  }

  @Test
  void aSecondStopEndsTheDrainAtOnce() {
    stage.running();
    stage.stops = 1;
    stage.step();
    stage.step();
    stage.last("capture").exit(0);
    stage.step();
    stage.step();

    stage.stops = 2;
    stage.step();
    assertTrue(stage.last("sender").killed);
    stage.last("sender").exit(KILLED);
    stage.finish();

    assertEquals(ExitCode.UNDELIVERED, stage.supervisor.exitCode());
  }

  @Test
  void aSenderThatSaysWrongUsageEndsTheRun() {
    stage.running();

    stage.last("sender").exit(2);
    stage.step();
    stage.step();
    assertEquals("capture", stage.terminatedNames());
    stage.last("capture").exit(0);
    stage.finish();

    assertEquals(ExitCode.USAGE, stage.supervisor.exitCode());
    assertEquals(1, stage.starts("sender"));
  }

  @Test
  void aFrozenCaptureIsKilledInTheEnd() {
    stage.running();
    stage.stops = 1;
    stage.step();

    stage.advanceMs(60_001);

    assertTrue(stage.last("capture").killed);
  }

  @Test
  void eachLifeOfACaptureHasItsTimeToEndAndTheThirdThatHangsIsTheLast() {
    stage.running();
    stage.stops = 1;
    stage.step();
    for (int life = 1; life <= 3; life++) {
      assertFalse(stage.last("capture").killed, "life " + life);
      stage.advanceMs(60_001);
      assertTrue(stage.last("capture").killed, "life " + life);
      stage.last("capture").exit(KILLED);
      stage.step();
      stage.advanceMs(1000);
    }

    assertEquals(Phase.DRAINING, stage.supervisor.phase());
    assertEquals(3, stage.starts("capture"));
  }

  @Test
  void changesAreToldOnceEach() {
    stage.running();
    int before = stage.changes;

    stage.step();
    stage.step();
    assertEquals(before, stage.changes);
    stage.last("sender").exit(KILLED);
    stage.step();

    assertEquals(before + 1, stage.changes);
  }
}
