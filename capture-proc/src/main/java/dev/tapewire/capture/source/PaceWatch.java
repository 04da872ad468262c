package dev.tapewire.capture.source;

import dev.tapewire.common.audio.PcmFormat;

/**
 * Tells that a pipe stalls, and how many samples are missing after that. A pipe says nothing of
 * what it lost; but whoever wrote at the pace of real time before a stall, and is behind by it when
 * samples have come again for a while, has lost that much. Who catches up has lost nothing, and of
 * who never kept to real time nothing can be said. Safe for use by any thread.
 */
final class PaceWatch {
  /** Longer than anything in good health is silent. */
  static final long STALL_NS = 3_000_000_000L;

  /** So long samples must come again until what is still missing is lost. */
  static final long SETTLE_NS = 10_000_000_000L;

  /** From less, nobody's pace can be told. */
  private static final long PACE_NS_MIN = 2_000_000_000L;

  /** What is given in one write, and waits of a busy machine. */
  private static final long PACE_ERROR_NS = 600_000_000L;

  /** The clocks of sound cards and of those who mean to keep pace. */
  private static final double PACE_ERROR = 0.1;

  private static final long WINDOW_NS = 5_000_000_000L;

  /** Less than that is the waits of a busy machine. */
  private static final long MISSING_NS_MIN = 100_000_000L;

  private static final long NONE = Long.MAX_VALUE;

  private final PcmFormat format;
  private boolean begun;
  private boolean finished;
  private boolean told;

  /** Where the timeline of the pipe begins by its clock. */
  private long startNs;

  /** Behind that, those found missing included. */
  private long samples;

  private long lastNs;

  /** The window at hand and the one before: where they begin, and the least delay in them. */
  private long windowNs;

  private long windowSamples;
  private long windowDelayNs = NONE;
  private long beforeNs;
  private long beforeSamples;
  private long beforeDelayNs = NONE;

  /** Of stalls that are not settled; 0: there is none. */
  private long silentNs;

  private Pace pace;
  private long againNs;
  private long againSamples;
  private long baseNs;
  private long settledNs;
  private long leastNs;

  /** How samples came before a stall. */
  private enum Pace {
    REAL_TIME,
    ANOTHER,
    /** There were too few. */
    UNKNOWN
  }

  PaceWatch(PcmFormat format) {
    this.format = format;
  }

  /** {@return whether a stall was told, which is over now: {@code read} samples came} */
  synchronized boolean isBack() {
    boolean was = told;
    told = false;
    return was;
  }

  /**
   * {@return whether a stall has just become one: it is told once}
   *
   * @param askedNs since when samples are waited for
   */
  synchronized boolean stalls(long askedNs, long nowNs) {
    boolean now = nowNs - Math.max(askedNs, lastNs) >= STALL_NS;
    boolean first = now && !told;
    told |= now;
    return first;
  }

  /**
   * {@return samples per channel found missing right before these, which were read now}
   *
   * @param held what the pipe held when it was read first: that says nothing of a pace
   */
  synchronized long offer(int read, long held, long nowNs) {
    if (!begun) {
      begin(read, Math.max(read, held), nowNs);
      return 0;
    }
    long sinceNs = nowNs - lastNs;
    if (sinceNs >= STALL_NS) {
      suspect(sinceNs, nowNs);
    }
    samples += read;
    lastNs = nowNs;
    if (silentNs > 0) {
      leastNs = Math.min(leastNs, delayNs(nowNs));
      return nowNs >= settledNs ? settle(nowNs) : 0;
    }
    windowDelayNs = Math.min(windowDelayNs, delayNs(nowNs));
    if (nowNs - windowNs >= WINDOW_NS) {
      beforeNs = windowNs;
      beforeSamples = windowSamples;
      beforeDelayNs = windowDelayNs;
      openWindow(nowNs);
    }
    return 0;
  }

  /** {@return samples per channel missing at the end; asked once, 0 from then on} */
  synchronized long finish(long nowNs) {
    if (finished || !begun) {
      return 0;
    }
    finished = true;
    long sinceNs = nowNs - lastNs;
    if (sinceNs >= STALL_NS) {
      suspect(sinceNs, nowNs);
      leastNs = delayNs(nowNs);
    }
    return silentNs == 0 ? 0 : format.toSamples(missingNs());
  }

  private void begin(int read, long held, long nowNs) {
    begun = true;
    startNs = nowNs - format.toNs(held);
    samples = read;
    lastNs = nowNs;
    beforeNs = nowNs;
    beforeSamples = held;
    beforeDelayNs = 0;
    windowDelayNs = NONE;
    windowNs = nowNs;
    windowSamples = held;
  }

  private void openWindow(long nowNs) {
    windowNs = nowNs;
    windowSamples = samples;
    windowDelayNs = NONE;
  }

  private void suspect(long sinceNs, long nowNs) {
    if (silentNs == 0) {
      long audioNs = format.toNs(Math.max(0, samples - beforeSamples));
      boolean few = audioNs < PACE_NS_MIN && lastNs - beforeNs < 2 * PACE_NS_MIN;
      pace = few ? Pace.UNKNOWN : pace(audioNs, lastNs - beforeNs);
      baseNs = Math.min(beforeDelayNs, windowDelayNs);
    }
    againNs = nowNs;
    againSamples = samples;
    silentNs += sinceNs;
    settledNs = nowNs + SETTLE_NS;
    leastNs = NONE;
  }

  private static Pace pace(long audioNs, long tookNs) {
    boolean near = Math.abs(tookNs - audioNs) <= PACE_ERROR_NS + PACE_ERROR * audioNs;
    return near ? Pace.REAL_TIME : Pace.ANOTHER;
  }

  private long settle(long nowNs) {
    if (pace == Pace.UNKNOWN) {
      pace = pace(format.toNs(samples - againSamples), nowNs - againNs);
    }
    long missing = format.toSamples(missingNs());
    samples += missing;
    silentNs = 0;
    beforeNs = nowNs;
    beforeSamples = samples;
    beforeDelayNs = delayNs(nowNs);
    openWindow(nowNs);
    return missing;
  }

  private long missingNs() {
    long behindNs = leastNs == NONE ? 0 : Math.min(leastNs - baseNs, silentNs);
    return pace == Pace.REAL_TIME && behindNs >= MISSING_NS_MIN ? behindNs : 0;
  }

  private long delayNs(long nowNs) {
    return nowNs - startNs - format.toNs(samples);
  }
}
