package dev.tapewire.launcher.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tapewire.sender.delivery.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The production sender against the production receiver, through every fault we can think of: a few
 * histories here, {@code -Dtapewire.histories=100000} for many, {@code -Dtapewire.seed=N} for one.
 */
class SimulationTest {
  private static final int HISTORIES_HERE = 600;

  /** With fewer histories some rare meeting may be missing by chance. */
  private static final int HISTORIES_FOR_TABLE = 50_000;

  private static final int EVENTS_MEDIAN_LEAST = 1000;
  private static final int FAULTS_MEDIAN_LEAST = 5;

  private final int histories = Integer.getInteger("tapewire.histories", HISTORIES_HERE);
  private final Long seed = Long.getLong("tapewire.seed");

  @Test
  void losesNothingAndRepeatsNothing() throws InterruptedException {
    assumeTrue(seed == null);
    Run run = Run.of(1, histories);
    System.out.println(run.figures());
    System.out.println(run.coverage().table());

    if (!run.failed().isEmpty()) {
      throw new AssertionError(Shrinker.report(run.failed().get(0)));
    }
    assertTrue(run.medianEvents() >= EVENTS_MEDIAN_LEAST, run.figures());
    assertTrue(run.medianFaults() >= FAULTS_MEDIAN_LEAST, run.figures());
    if (histories >= HISTORIES_FOR_TABLE) {
      assertEquals(List.of(), missing(run.coverage()), "never met");
    }
  }

  @Test
  void goesThroughTheHistoryOfOneSeed() {
    long one = seed == null ? 1 : seed;

    History history = History.run(one, new Coverage());

    assertTrue(history.isGood(), () -> Shrinker.report(history));
    assertEquals(history, History.run(one, new Coverage()), "a seed is one history");
  }

  private static List<String> missing(Coverage coverage) {
    List<String> missing = new ArrayList<>();
    for (State state : State.values()) {
      for (Fault fault : Fault.values()) {
        if (Coverage.unreachable(state, fault) == null && coverage.met(state, fault) == 0) {
          missing.add(fault.title() + " in " + state);
        }
      }
    }
    return missing;
  }
}
