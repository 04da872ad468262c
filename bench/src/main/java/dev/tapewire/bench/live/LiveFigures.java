package dev.tapewire.bench.live;

import dev.tapewire.bench.report.Medians;
import dev.tapewire.bench.report.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What all runs of a live benchmark gave, as tables. Confined to one thread. */
final class LiveFigures {
  private static final double NS_PER_MS = 1e6;
  private static final double P50 = 50;
  private static final double P99 = 99;
  private static final double P999 = 99.9;

  private final Map<String, Medians> byName = new LinkedHashMap<>();
  private final Map<String, Lateness> all = new LinkedHashMap<>();

  /** Takes in a run. */
  void take(Observation run, Arrivals arrivals) throws Exception {
    String name = run.contender().name();
    Lateness sum = all.computeIfAbsent(name, any -> new Lateness());
    Lateness late = new Lateness();
    List<Moment> arrived = arrivals.of(run.id());
    List<Moment> reads = run.within(run.running().reads(arrived));
    if (reads.isEmpty()) {
      late.take(run.within(arrived), Schedule.of(run.within(arrived)));
    } else {
      late.take(reads, arrived, Schedule.of(reads));
    }
    late.takeHoles(run.within(arrived));
    sum.added.add(late.added);
    sum.due.add(late.due);
    Medians medians = byName.computeIfAbsent(name, any -> new Medians());
    addQuantiles(medians, "added", late.added);
    addQuantiles(medians, "due", late.due);
    medians.add("missing", (double) (late.missing + arrivals.strange(run.id())));
    medians.add("lost", (double) late.lostSamples);
    medians.add("foreign", run.foreignPercent());
    run.costs()
        .forEach(
            (process, cost) -> {
              medians.add("cpu " + process, cost.cpuPercent());
              medians.add("rss " + process, cost.rssMb());
            });
    medians.add(
        "cpu", run.costs().values().stream().mapToDouble(Observation.Cost::cpuPercent).sum());
    medians.add("rss", run.costs().values().stream().mapToDouble(Observation.Cost::rssMb).sum());
  }

  private static void addQuantiles(Medians medians, String name, Histogram figures) {
    if (figures.getTotalCount() > 0) {
      medians.add(name + P50, figures.getValueAtPercentile(P50) / NS_PER_MS);
      medians.add(name + P99, figures.getValueAtPercentile(P99) / NS_PER_MS);
    }
  }

  /** {@return how late frames come} */
  Table latency() {
    Table table =
        new Table(
            "ms",
            "added p50",
            "p99",
            "p99.9",
            "max",
            "from due p50",
            "p99",
            "p99.9",
            "max",
            "frames",
            "missing",
            "samples lost",
            "others' CPU %");
    byName.forEach(
        (name, medians) -> {
          Lateness sum = all.get(name);
          table.row(
              name,
              medians.median("added" + P50),
              medians.median("added" + P99),
              quantile(sum.added, P999),
              quantile(sum.added, 100),
              medians.median("due" + P50),
              medians.median("due" + P99),
              quantile(sum.due, P999),
              quantile(sum.due, 100),
              sum.due.getTotalCount(),
              (long) medians.sum("missing"),
              (long) medians.sum("lost"),
              medians.median("foreign"));
        });
    return table;
  }

  private static double quantile(Histogram figures, double percentile) {
    return figures.getTotalCount() == 0
        ? Double.NaN
        : figures.getValueAtPercentile(percentile) / NS_PER_MS;
  }

  /** {@return what living costs, of {@code processes} alone} */
  Table cost(List<String> processes) {
    Table table = new Table("", "CPU % of one core", "RSS MB", "others' CPU %");
    byName.forEach(
        (name, medians) -> {
          table.row(
              name + ", all",
              medians.median("cpu"),
              medians.median("rss"),
              medians.median("foreign"));
          for (String process : processes) {
            double cpu = medians.median("cpu " + process);
            if (!Double.isNaN(cpu)) {
              table.row(name + ", " + process, cpu, medians.median("rss " + process), "");
            }
          }
        });
    return table;
  }
}
