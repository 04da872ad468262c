package dev.tapewire.common.fuzz;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A few thousand inputs for a fuzz target without a fuzzer: seeds, changed at random, always the
 * same. It keeps the targets working; the search is the fuzzer's. Confined to one thread.
 */
public final class Rounds {
  private static final int INPUTS = 2_000;
  private static final int CHANGES_MAX = 8;

  private Rounds() {}

  /** Feeds {@code seeds} and changed copies of them to {@code target}. */
  public static void run(Consumer<byte[]> target, byte[]... seeds) {
    Random random = new Random(1);
    target.accept(new byte[0]);
    for (int i = 0; i < INPUTS; i++) {
      byte[] seed = seeds[random.nextInt(seeds.length)];
      byte[] input = i < seeds.length ? seeds[i] : changed(seed.clone(), random);
      try {
        target.accept(input);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("input " + Arrays.toString(input), e);
      }
    }
  }

  private static byte[] changed(byte[] bytes, Random random) {
    byte[] now = bytes;
    for (int i = random.nextInt(CHANGES_MAX); i >= 0; i--) {
      int at = random.nextInt(now.length + 1);
      switch (random.nextInt(4)) {
        case 0 -> now = Arrays.copyOf(now, at);
        case 1 -> {
          byte[] more = new byte[random.nextInt(40)];
          random.nextBytes(more);
          int end = now.length;
          now = Arrays.copyOf(now, end + more.length);
          System.arraycopy(more, 0, now, end, more.length);
        }
        default -> {
          if (at < now.length) {
            now[at] = (byte) random.nextInt(256);
          }
        }
      }
    }
    return now;
  }
}
