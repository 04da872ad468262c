package dev.tapewire.bench.live;

import dev.tapewire.bench.BenchOptions;
import dev.tapewire.bench.lab.Lab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One long stretch of Tapewire, and short ones of peers. Confined to one thread. */
final class LongRun {
  private static final Duration SETUP = Duration.ofSeconds(30);
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private final Map<Contender, Duration> contenders = new LinkedHashMap<>();

  /** Adds a contender. {@return this} */
  LongRun of(Contender contender, Duration length) {
    contenders.put(contender, length);
    return this;
  }

  /**
   * Lets each play.
   *
   * @param burners programs that do nothing but work, beside them
   * @return the tables
   */
  String play(int burners) throws Exception {
    Duration whole = SETUP;
    for (Duration length : contenders.values()) {
      whole = whole.plus(WARM_UP).plus(length).plusSeconds(15);
    }
    LiveFigures figures = new LiveFigures();
    try (Lab lab = Lab.open()) {
      Stage stage = new Stage(lab, whole);
      for (int i = 0; i < burners; i++) {
        lab.start("sh", "-c", "while :; do :; done");
      }
      List<Observation> runs = new ArrayList<>();
      for (Map.Entry<Contender, Duration> each : contenders.entrySet()) {
        Contender contender = each.getKey();
        Duration length = each.getValue();
        BenchOptions.progress("%s, %d s", contender.name(), length.toSeconds());
        runs.add(stage.observe(contender, "run" + runs.size(), WARM_UP, length));
      }
      Arrivals arrivals = stage.arrivals();
      for (Observation run : runs) {
        figures.take(run, arrivals);
      }
    }
    return figures.latency() + "\n" + figures.cost(LiveCommand.parts());
  }
}
