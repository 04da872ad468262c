package dev.tapewire.launcher.host;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Chance from one seed. Confined to one thread. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    random = new Random(seed);
  }

  /** {@return a time between two, in ms} */
  Duration between(int fromMs, int untilMs) {
    return Duration.ofMillis(fromMs + random.nextInt(untilMs - fromMs));
  }

  /** {@return a number from 0 to {@code count - 1}} */
  int below(int count) {
    return random.nextInt(count);
  }

  /** {@return whether one of {@code count} came up} */
  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  /** Mixes a list. */
  void shuffle(List<?> list) {
    java.util.Collections.shuffle(list, random);
  }
}
