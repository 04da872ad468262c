package dev.tapewire.sender;

import dev.tapewire.common.fuzz.Rounds;
import dev.tapewire.sender.delivery.RepliesFuzz;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each fuzz target with a few inputs; docs/testing.md has the command that searches. */
class FuzzTargetsTest {
  @Test
  void replies() {
    byte[][] seeds = new byte[50][];
    for (int i = 0; i < seeds.length; i++) {
      seeds[i] = new byte[120];
      new Random(i).nextBytes(seeds[i]);
    }
    Rounds.run(RepliesFuzz::fuzzerTestOneInput, seeds);
  }
}
