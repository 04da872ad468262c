package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A microphone, live, and a plain Python server that keeps what it gets: whatever dies between
 * them, every sample on the tape arrives.
 */
class BaselineFaultsIT {
  /** What a gap's length may be off by: it is told by clocks, and a sound server buffers. */
  private static final double SLIPPED_MAX = VirtualSoundCard.RATE_HZ / 4.0;

  @TempDir Path directory;

  @Test
  void losesNothingThroughOneFaultAfterAnother() throws Exception {
    check(
        "one after another",
        Fault.SENDER_KILLED,
        Fault.CAPTURE_KILLED,
        Fault.SERVER_KILLED,
        Fault.SERVER_HUNG_THEN_KILLED);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void losesNothingThrough(Fault fault) throws Exception {
    Host.assumeFull(fault.toString());

    check(fault.toString(), fault);
  }

  /** A second; where a machine is shared and all is checked at once, what that may make of it. */
  private static long lostMax() {
    return VirtualSoundCard.RATE_HZ * (Host.full() ? 1L : 5L);
  }

  private void check(String name, Fault... faults) throws Exception {
    Host.assumePython("websockets");
    try (FaultScene scene = new FaultScene(directory)) {
      for (Fault fault : faults) {
        fault.strike(scene);
        scene.awaitCaughtUp();
      }
      FaultScene.Outcome outcome = scene.end();

      Host.figure(this, "%s: %s", name, outcome);
      assertEquals(0, outcome.code(), outcome::log);
      assertEquals(0, outcome.missing(), outcome::log);
      assertEquals(0, outcome.coverage().strange(), outcome::log);
      boolean captureDied = List.of(faults).contains(Fault.CAPTURE_KILLED);
      assertEquals(captureDied ? 1 : 0, outcome.lost().gaps(), outcome::log);
      assertTrue(outcome.lost().samples() < lostMax(), outcome::log);
      assertEquals(0, outcome.lost().slipped(), SLIPPED_MAX, outcome::log);
    }
  }
}
