package dev.tapewire.launcher.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Kills the processes of a run at random moments. Confined to the test's thread. */
final class Killer {
  private static final int PAUSE_MS_MIN = 100;
  private static final int PAUSE_MS_SPREAD = 1200;
  private static final double NS_PER_MS = 1e6;

  private final Studio studio;
  private final Path session;
  private final Random random;
  private final Map<String, List<Long>> backMs = new TreeMap<>();
  private final Map<String, Long> last = new TreeMap<>();
  private int windowHits;

  Killer(Studio studio, String session, Random random) {
    this.studio = studio;
    this.session = studio.tapes().resolve(session);
    this.random = random;
  }

  /** Kills {@code count} times one of {@code names}, while {@code run} runs. */
  void kill(List<String> names, int count, Program run) throws Exception {
    studio.awaitRecording(session.getFileName().toString(), run);
    for (int i = 0; i < count && run.alive(); i++) {
      pause();
      String name = names.get(random.nextInt(names.size()));
      long former = last.getOrDefault(name, 0L);
      Patience.await(
          "another " + name,
          Host.START_BOUND,
          () -> !run.alive() || studio.pids(name).stream().anyMatch(pid -> pid != former));
      for (long pid : studio.pids(name)) {
        if (pid != former) {
          killOne(name, pid, run);
        }
      }
    }
  }

  private void killOne(String name, long pid, Program run) throws Exception {
    last.put(name, pid);
    long beganNs = System.nanoTime();
    if (!ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false)) {
      return;
    }
    windowHits += name.equals("sender") && LiveFigures.windowIsOpen(session) ? 1 : 0;
    Patience.await(
        "a new " + name,
        Host.START_BOUND,
        () -> !run.alive() || studio.pids(name).stream().anyMatch(each -> each != pid));
    long ms = (long) ((System.nanoTime() - beganNs) / NS_PER_MS);
    backMs.computeIfAbsent(name, n -> new ArrayList<>()).add(ms);
  }

  /** Waits a random time. */
  void pause() throws InterruptedException {
    Patience.pass(Duration.ofMillis(PAUSE_MS_MIN + random.nextInt(PAUSE_MS_SPREAD)));
  }

  /** Waits until what a killed supervisor had started is gone. */
  void awaitChildrenGone() throws Exception {
    long beganNs = System.nanoTime();
    Patience.await(
        "the children's end",
        Host.START_BOUND,
        () ->
            studio.pids("capture").isEmpty()
                && studio.pids("sender").isEmpty()
                && studio.pids("receiver").isEmpty());
    long ms = (long) ((System.nanoTime() - beganNs) / NS_PER_MS);
    backMs.computeIfAbsent("orphans", n -> new ArrayList<>()).add(ms);
  }

  /** {@return kills of that process} */
  int kills(String name) {
    return backMs.getOrDefault(name, List.of()).size();
  }

  /** {@return sender kills that hit frames sent and not confirmed} */
  int windowHits() {
    return windowHits;
  }

  /** Prints how often what was killed, and the median until it was back (orphans: gone). */
  void tell(Object test) {
    backMs.forEach(
        (name, times) -> {
          List<Long> sorted = times.stream().sorted().toList();
          Host.figure(
              test,
              "%s: %d times, median %d ms",
              name,
              sorted.size(),
              sorted.get(sorted.size() / 2));
        });
  }
}
