package dev.tapewire.bench.live;

import dev.tapewire.bench.BenchOptions;
import dev.tapewire.bench.lab.Lab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The live benchmark. Confined to one thread. */
@Command(
    name = "live",
    description = "how late live frames come to a server, and what that costs; 15 minutes")
public final class LiveCommand implements Callable<Integer> {
  private static final int ROUNDS = 5;
  private static final Duration SETUP = Duration.ofSeconds(30);

  /** Longer than a first try of our own protocol on a plain server, and what that leaves behind. */
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  @Mixin private BenchOptions options;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "length of each stretch; the article's program dies after 40 s")
  private int seconds;

  @Option(names = "--only", paramLabel = "WORD", description = "contenders with WORD in their name")
  private String only = "";

  @Override
  public Integer call() throws Exception {
    Duration length = Duration.ofSeconds(seconds > 0 ? seconds : options.quick() ? 5 : 20);
    int rounds = options.rounds(ROUNDS);
    List<Contender> contenders = contenders();
    Duration each = length.plus(WARM_UP).plusSeconds(8);
    Duration whole = SETUP.plus(each.multipliedBy((long) rounds * contenders.size()));
    LiveFigures figures = new LiveFigures();
    try (Lab lab = Lab.open()) {
      Stage stage = new Stage(lab, whole);
      List<Observation> runs = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        runs.addAll(round(stage, contenders, round, length));
      }
      Arrivals arrivals = stage.arrivals();
      for (Observation run : runs) {
        figures.take(run, arrivals);
      }
    }
    publish(figures, rounds, length);
    return 0;
  }

  private List<Contender> contenders() {
    List<Contender> able = new ArrayList<>();
    Stream.of(
            TapewireContender.defaults(),
            TapewireContender.lowest(),
            PythonPeer.article(),
            PythonPeer.articleUncompressed(),
            PythonPeer.careful(),
            PipedPeer.ffmpeg(),
            PipedPeer.parec(),
            PythonPeer.plainTcp())
        .filter(each -> each.name().contains(only))
        .forEach(
            each -> {
              if (each.missing() == null) {
                able.add(each);
              } else {
                BenchOptions.progress("left out: %s; needs %s", each.name(), each.missing());
              }
            });
    return able;
  }

  /** In each round another begins, so that none always follows the same one. */
  private static List<Observation> round(
      Stage stage, List<Contender> contenders, int round, Duration length) throws Exception {
    List<Observation> runs = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      int who = (i + round) % contenders.size();
      Contender contender = contenders.get(who);
      BenchOptions.progress("round %d: %s", round, contender.name());
      runs.add(stage.observe(contender, "r" + round + "c" + who, WARM_UP, length));
    }
    return runs;
  }

  /** {@return processes whose costs are told apart} */
  static List<String> parts() {
    return List.of("capture", "sender", "supervisor", "ffmpeg", "parec", "node");
  }

  private void publish(LiveFigures figures, int rounds, Duration length) throws Exception {
    String how =
        String.format(
            "*Added*: from the read's return to the server. *From due*: from when the frame's last"
                + " sample was due, by the pace of the program's own reads (of a pipe's arrivals:"
                + " what ffmpeg or parec hold back always is not in it). %d rounds of %d s each,"
                + " after %d s; medians of the rounds, p99.9 and max over all.",
            rounds, length.toSeconds(), WARM_UP.toSeconds());
    options.publish("live", figures.latency() + "\n" + figures.cost(parts()) + "\n" + how + "\n");
  }
}
