package dev.tapewire.capture;

import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * Several sources of one process, each recorded on a thread of its own: one that ends or fails
 * leaves the others alone. Confined to the main thread.
 */
final class SourceCrew {
  /** More would be no line to read; each has told its reason already. */
  private static final int NAMES_TOLD_MAX = 10;

  private final List<SourcePlan> plans;
  private final Log log;
  private final Map<String, ExitCode> failed = new ConcurrentSkipListMap<>();

  SourceCrew(List<SourcePlan> plans, Log log) {
    this.plans = plans;
    this.log = log;
  }

  /**
   * Records all, each by {@code recording}, and returns when the last one has ended.
   *
   * @throws TapewireException if any failed, with the gravest of their exit codes
   */
  void run(Consumer<SourcePlan> recording) throws InterruptedException {
    List<Thread> threads =
        plans.stream()
            .map(plan -> new Thread(() -> run(plan, recording), "capture-" + plan.session()))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failed.isEmpty()) {
      throw failure();
    }
  }

  private void run(SourcePlan plan, Consumer<SourcePlan> recording) {
    try {
      recording.accept(plan);
    } catch (TapewireException e) {
      fail(plan, e.exitCode(), e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      fail(plan, ExitCode.FAILED, "unexpected: " + e, e);
    }
  }

  private void fail(SourcePlan plan, ExitCode code, String reason, Throwable cause) {
    failed.put(plan.session(), code);
    log.of(plan.session()).warn("failed: " + reason, cause);
  }

  private TapewireException failure() {
    String names = String.join(", ", failed.keySet().stream().limit(NAMES_TOLD_MAX).toList());
    String line =
        failed.size()
            + " of "
            + plans.size()
            + " sources failed: "
            + names
            + (failed.size() > NAMES_TOLD_MAX ? " ..." : "");
    // A failure at the work is graver than one of usage.
    return failed.containsValue(ExitCode.FAILED)
        ? TapewireException.failed(line)
        : TapewireException.usage(line);
  }
}
