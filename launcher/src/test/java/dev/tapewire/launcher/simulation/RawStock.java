package dev.tapewire.launcher.simulation;

/**
 * What reached a receiver that acknowledges nothing, over all links: no hole, and twice at most
 * what was told. Confined to one thread.
 */
final class RawStock {
  private final Recorded recorded;

  /** All frames below this byte have arrived. */
  private int covered;

  private long doubledBytes;
  private int strands;
  private int newest;

  /** The tape was cut back: what a link knows of the bound is then the checkpoint's no more. */
  private boolean untold;

  RawStock(Recorded recorded) {
    this.recorded = recorded;
  }

  int covered() {
    return covered;
  }

  long doubledBytes() {
    return doubledBytes;
  }

  void tapeCut() {
    covered = Math.min(covered, recorded.framesBytes());
    untold = true;
  }

  /** What one link brought. */
  final class Strand {
    private final long toldBytes;
    private final int order = ++strands;
    private int at = -1;

    /** {@code toldBytes} were announced as what may come twice. */
    Strand(long toldBytes) {
      this.toldBytes = toldBytes;
    }

    void came(byte[] bytes, int from, int length, boolean stale) {
      if (stale || length == 0) {
        return;
      }
      if (at < 0) {
        at = recorded.placeOf(bytes, from);
        Violation.unless(at >= 0, () -> recorded.name + ": what came is not on the tape");
        Violation.unless(
            at <= covered, () -> "lost: " + covered + ".." + at + " of the frames' bytes");
        long doubled = covered - at;
        Violation.unless(
            untold || order < newest || doubled <= toldBytes,
            () -> doubled + " bytes come twice, " + toldBytes + " were told");
        newest = Math.max(newest, order); // What an older link still brings was told by then.
        doubledBytes += doubled;
      }
      Violation.unless(
          recorded.isFrames(bytes, from, length, at),
          () -> "not the frames in their order at " + at);
      at += length;
      covered = Math.max(covered, at);
    }
  }
}
