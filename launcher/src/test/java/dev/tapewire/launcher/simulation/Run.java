package dev.tapewire.launcher.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Many histories, on all cores: each is a world of its own. Confined to one thread. */
final class Run {
  /** Failing histories that are kept: more tell nothing new. */
  private static final int FAILED_MAX = 20;

  private final Coverage coverage = new Coverage();
  private final List<History> failed = new ArrayList<>();
  private final int[] events;
  private final int[] faults;

  private Run(int histories) {
    events = new int[histories];
    faults = new int[histories];
  }

  /** {@return what came of the histories of the seeds from {@code firstSeed} on} */
  static Run of(long firstSeed, int histories) throws InterruptedException {
    Run run = new Run(histories);
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    AtomicLong next = new AtomicLong();
    try {
      List<Future<?>> parts = new ArrayList<>();
      for (int i = 0; i < cores; i++) {
        parts.add(threads.submit(() -> run.part(firstSeed, next)));
      }
      for (Future<?> part : parts) {
        part.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdown();
    }
    Arrays.sort(run.events);
    Arrays.sort(run.faults);
    return run;
  }

  private void part(long firstSeed, AtomicLong next) {
    Coverage own = new Coverage();
    for (long i = next.getAndIncrement(); i < events.length; i = next.getAndIncrement()) {
      History history = History.run(firstSeed + i, own);
      events[(int) i] = (int) history.events();
      faults[(int) i] = (int) history.faults();
      synchronized (failed) {
        if (!history.isGood() && failed.size() < FAILED_MAX) {
          failed.add(history);
        }
      }
    }
    synchronized (coverage) {
      coverage.add(own);
    }
  }

  Coverage coverage() {
    return coverage;
  }

  List<History> failed() {
    return failed;
  }

  int medianEvents() {
    return events[events.length / 2];
  }

  int medianFaults() {
    return faults[faults.length / 2];
  }

  /** {@return the figures, for people} */
  String figures() {
    return String.format(
        Locale.ROOT,
        "%,d histories: events min %d, median %d; faults min %d, median %d; failed %d",
        events.length,
        events[0],
        medianEvents(),
        faults[0],
        medianFaults(),
        failed.size());
  }
}
