package dev.tapewire.launcher.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The world that a seed stands for, before anything happens in it. Immutable.
 *
 * @param sessions recorded at once
 * @param profiles of the destinations, one each: {@code tapewire}, {@code auto}, {@code raw}; in
 *     capitals if {@code auto} meets a plain server
 * @param frameSamples of each frame: short ones, or long ones that fill the window
 * @param joinBytesMax raw only
 */
record Setup(long seed, int sessions, List<String> profiles, int frameSamples, int joinBytesMax) {
  /** 10 ms at 8 kHz. */
  private static final int SHORT_SAMPLES = 80;

  /** Thirty-five of them are the window of 4 MiB. */
  private static final int LONG_SAMPLES = 60_000;

  private static final List<String> PROFILES =
      List.of("tapewire", "tapewire", "auto", "raw", "AUTO");

  static Setup of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean wide = random.nextInt(100) == 0;
    int sessions = 1 + (wide ? 0 : random.nextInt(8) / 5);
    int destinations = 1 + (wide ? 0 : random.nextInt(8) / 5);
    List<String> profiles = new ArrayList<>();
    for (int i = 0; i < destinations; i++) {
      profiles.add(wide ? "tapewire" : PROFILES.get(random.nextInt(PROFILES.size())));
    }
    return new Setup(
        seed, sessions, profiles, wide ? LONG_SAMPLES : SHORT_SAMPLES, random.nextInt(2) * 4096);
  }

  /** {@return the same, for people} */
  String describe() {
    return sessions + " sessions to " + profiles + ", " + frameSamples + " samples a frame";
  }

  boolean isWide() {
    return frameSamples == LONG_SAMPLES;
  }
}
