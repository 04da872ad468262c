package dev.tapewire.bench.live;

import java.util.List;
import java.util.Map;

/**
 * One run of a contender, steady. Immutable.
 *
 * @param id names the run, and is its path at the server
 * @param fromNs where the measured stretch begins, monotonic ns
 * @param toNs where it ends
 * @param costs by process
 * @param foreignPercent of one core, used by others meanwhile
 */
record Observation(
    String id,
    Contender contender,
    Running running,
    long fromNs,
    long toNs,
    Map<String, Cost> costs,
    double foreignPercent) {

  /** What a process cost. Immutable. */
  record Cost(double cpuPercent, double rssMb) {}

  /** {@return those of the stretch} */
  List<Moment> within(List<Moment> moments) {
    return moments.stream().filter(m -> m.atNs() >= fromNs && m.atNs() <= toNs).toList();
  }
}
