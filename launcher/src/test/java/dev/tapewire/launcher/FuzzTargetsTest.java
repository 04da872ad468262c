package dev.tapewire.launcher;

import dev.tapewire.common.fuzz.Rounds;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fuzz target with a few inputs; docs/testing.md has the command that searches. */
class FuzzTargetsTest {
  @Test
  void commandLines() {
    byte[][] seeds = new byte[50][];
    for (int i = 0; i < seeds.length; i++) {
      seeds[i] = new byte[40];
      new Random(i).nextBytes(seeds[i]);
      seeds[i][0] = (byte) (i % 11);
    }
    seeds[0] = new byte[] {(byte) 255, 2, '@', '/'};
    Rounds.run(CommandLineFuzz::fuzzerTestOneInput, seeds);
  }
}
