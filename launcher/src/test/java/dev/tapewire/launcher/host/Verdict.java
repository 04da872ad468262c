package dev.tapewire.launcher.host;

import java.util.Arrays;

/**
 * What became of a session's samples. Immutable.
 *
 * @param lost recorded, or told neither as recorded nor as lost, and not delivered
 * @param doubled delivered again
 * @param doubledMax what the sender told that it might deliver again
 * @param strange delivered and never recorded
 * @param gaps samples that the tape itself tells as lost
 */
record Verdict(
    long recorded,
    long delivered,
    long lost,
    long doubled,
    long doubledMax,
    long strange,
    long gaps) {
  static final Verdict NOTHING = new Verdict(0, 0, 0, 0, 0, 0, 0);

  /** {@return how {@code heard} matches what was recorded} */
  static Verdict of(byte[] recorded, byte[] heard, long doubledMax) {
    if (Arrays.equals(recorded, heard)) {
      long samples = recorded.length / Short.BYTES;
      return new Verdict(samples, samples, 0, 0, doubledMax, 0, 0);
    }
    Samples whole = Samples.ofRaw(recorded);
    Samples arrived = Samples.ofRaw(heard);
    Coverage coverage = Coverage.of(whole, arrived);
    return new Verdict(
        whole.count(),
        arrived.count(),
        coverage.missing(),
        coverage.twice(),
        doubledMax,
        coverage.strange() + heard.length % Short.BYTES,
        0);
  }

  Verdict plus(Verdict other) {
    return new Verdict(
        recorded + other.recorded,
        delivered + other.delivered,
        lost + other.lost,
        doubled + other.doubled,
        doubledMax + other.doubledMax,
        strange + other.strange,
        gaps + other.gaps);
  }

  /** {@return whether it is what was promised} */
  boolean isGood() {
    return lost == 0 && strange == 0 && doubled <= doubledMax;
  }
}
