package dev.tapewire.sender.conversion;

import com.github.psambit9791.jdsp.signal.Resample;
import dev.tapewire.common.error.TapewireException;
import java.util.Arrays;

/**
 * One channel from one rate to another. The sample that comes out at index k stands where {@code k
 * * from / to} stands of what went in, exactly, and is made of what stands around it alone. Works
 * in blocks, each with enough of its neighbours that none can be seen. Confined to one thread.
 */
final class RateChange {
  /**
   * Of the Kaiser window of jdsp's filter, whose reach is ten samples of the lower rate on each
   * side: flat to 80 % of the band, 73 dB down from 125 % on.
   */
  private static final double BETA = 8;

  private static final int REACH = 10;

  /** The filter's length grows with it; every usual pair of rates is far below. */
  private static final int TERM_MAX = 10_000;

  private static final int BLOCKS_A_SECOND = 10;

  private final int up;
  private final int down;
  private final int reach;
  private final int block;
  private final Resample filter;
  private double[] held = new double[4096];
  private int heldCount;

  /** The place of the first one held, a multiple of {@link #down}. */
  private long heldFrom;

  /** How far what was given reaches. */
  private long given;

  /** The index of the next sample to come out. */
  private long next;

  RateChange(int fromHz, int toHz) {
    int divisor = gcd(fromHz, toHz);
    up = toHz / divisor;
    down = fromHz / divisor;
    if (Math.max(up, down) > TERM_MAX) {
      throw TapewireException.usage(
          "audio of " + fromHz + " Hz can't be brought to " + toHz + " Hz; record at 48000");
    }
    reach = (int) ((long) REACH * Math.max(up, down) / up) + 2;
    block = Math.max(fromHz / BLOCKS_A_SECOND, 1);
    filter = new Resample(up, down, BETA, "constant", 0.0);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Begins anew; the next sample given stands {@code offset} after the start. */
  long start(long offset) {
    heldFrom = offset / down * down;
    heldCount = 0;
    given = heldFrom;
    next = toService(offset);
    while (given < offset) {
      hold(0);
    }
    return next;
  }

  private void hold(double sample) {
    if (heldCount == held.length) {
      held = Arrays.copyOf(held, 2 * heldCount);
    }
    held[heldCount++] = sample;
    given++;
  }

  /** Takes a sample. {@return whether {@link #drain} has a block to give} */
  boolean give(double sample) {
    hold(sample);
    return given - next * down / up >= block + reach;
  }

  /** {@return what is determined by now} */
  double[] drain() {
    return upTo(Math.max(next, toTape((given - reach) * (long) up)));
  }

  /** {@return the rest: what follows is silence} */
  double[] finish() {
    long until = toService(given);
    for (int i = 0; i < reach; i++) {
      hold(0);
    }
    return upTo(until);
  }

  private long toTape(long upsampled) {
    return Math.max(0, upsampled) / down;
  }

  private double[] upTo(long until) {
    if (until <= next) {
      return new double[0];
    }
    double[] all = filter.resampleSignal(Arrays.copyOf(held, heldCount));
    long base = heldFrom / down * up;
    double[] out = Arrays.copyOfRange(all, (int) (next - base), (int) (until - base));
    next = until;
    forget();
    return out;
  }

  private void forget() {
    long needed = Math.max(heldFrom, (next * down / up - reach) / down * down);
    int gone = (int) (needed - heldFrom);
    System.arraycopy(held, gone, held, 0, heldCount - gone);
    heldCount -= gone;
    heldFrom = needed;
  }

  /** {@return samples that hold all of the first {@code samples} given} */
  long toService(long samples) {
    return -Math.floorDiv(-samples * up, down);
  }

  /** {@return samples given that the first {@code samples} hold whole} */
  long fromService(long samples) {
    return samples * down / up;
  }
}
