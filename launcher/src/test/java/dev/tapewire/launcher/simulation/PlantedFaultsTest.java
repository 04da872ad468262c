package dev.tapewire.launcher.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The power of the simulation: faults planted in the production sources, one at a time, are each
 * caught; the table tells after how many seeds.
 */
class PlantedFaultsTest {
  /** Hunts for each fault, from seeds far apart; half a minute each, so none unless asked for. */
  private static final int HUNTS = Integer.getInteger("tapewire.hunts", 0);

  private static final long SEEDS_MOST = 3000;
  private static final long SEEDS_APART = 1_000_000;

  @Test
  void findsThePlaceOfEveryFaultInTheSources() throws Exception {
    for (PlantedFault fault : PlantedFault.ALL) {
      assertTrue(FaultyClasses.faulty(fault).contains(fault.becomes()), fault.name());
    }
  }

  @Test
  void catchesEveryPlantedFault() throws Exception {
    assumeTrue(HUNTS > 0);
    List<String> uncaught = new ArrayList<>();
    for (PlantedFault fault : PlantedFault.ALL) {
      LongBinaryOperator hunt = FaultyClasses.plant(fault);
      long[] took = new long[HUNTS];
      for (int i = 0; i < HUNTS; i++) {
        took[i] = hunt.applyAsLong(1 + i * SEEDS_APART, SEEDS_MOST);
        if (took[i] < 0) {
          uncaught.add(fault.name());
        }
      }
      Arrays.sort(took);
      System.out.printf(
          Locale.ROOT, "| %s | %d | %d |%n", fault.name(), took[HUNTS / 2], took[HUNTS - 1]);
    }

    assertEquals(List.of(), uncaught, "not caught within " + SEEDS_MOST + " seeds");
  }
}
