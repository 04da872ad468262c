package dev.tapewire.sender;

import dev.tapewire.common.fuzz.Rounds;
import dev.tapewire.sender.delivery.RepliesFuzz;
import dev.tapewire.sender.delivery.ServiceAnswersFuzz;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each fuzz target with a few inputs; docs/testing.md has the command that searches. */
class FuzzTargetsTest {
  @Test
  void replies() {
    Rounds.run(RepliesFuzz::fuzzerTestOneInput, seeds(50, 120));
  }

  /** Every service gets some, and links break in many of them. */
  @Test
  void serviceAnswers() {
    Rounds.run(ServiceAnswersFuzz::fuzzerTestOneInput, seeds(200, 300));
  }

  private static byte[][] seeds(int count, int bytes) {
    byte[][] seeds = new byte[count][bytes];
    for (int i = 0; i < count; i++) {
      new Random(i).nextBytes(seeds[i]);
    }
    return seeds;
  }
}
