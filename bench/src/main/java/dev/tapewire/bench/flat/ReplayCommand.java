package dev.tapewire.bench.flat;

import dev.tapewire.bench.BenchOptions;
import dev.tapewire.bench.lab.ForeignLoad;
import dev.tapewire.bench.lab.Lab;
import dev.tapewire.bench.lab.Patience;
import dev.tapewire.bench.lab.ProcStat;
import dev.tapewire.bench.lab.Program;
import dev.tapewire.bench.report.Medians;
import dev.tapewire.bench.report.Table;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The replay benchmark. Confined to one thread. */
@Command(
    name = "replay",
    description =
        "how fast an hour of audio goes over loopback to a server that counts; 10 minutes")
public final class ReplayCommand implements Callable<Integer> {
  private static final int ROUNDS = 5;
  private static final double NS_PER_S = 1e9;
  private static final Duration BOUND = Duration.ofMinutes(10);

  @Mixin private BenchOptions options;

  @Option(names = "--only", paramLabel = "WORD", description = "contenders with WORD in their name")
  private String only = "";

  private final Map<Runner, Medians> figures = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    Duration length = options.quick() ? Duration.ofMinutes(2) : Duration.ofHours(1);
    int rounds = options.rounds(ROUNDS);
    List<Runner> runners =
        List.of(
                Runner.raw(Runner.FRAME_BYTES),
                Runner.okHttp(Runner.FRAME_BYTES),
                Runner.node(Runner.FRAME_BYTES),
                Runner.python(Runner.FRAME_BYTES),
                Runner.raw(Runner.JOINED_BYTES),
                Runner.okHttp(Runner.JOINED_BYTES),
                Runner.node(Runner.JOINED_BYTES),
                Runner.python(Runner.JOINED_BYTES),
                Runner.tapewire(),
                Runner.plain())
            .stream()
            .filter(each -> each.name().contains(only))
            .toList();
    try (Lab lab = Lab.open()) {
      BenchOptions.progress("recording %d s", length.toSeconds());
      FlatSetup setup = new FlatSetup(lab, length);
      for (int round = 1; round <= rounds; round++) {
        for (int i = 0; i < runners.size(); i++) {
          Runner runner = runners.get((i + round) % runners.size());
          BenchOptions.progress("round %d: %s, %d", round, runner.name(), runner.messageBytes());
          run(setup, runner, "/r" + round + "n" + i);
        }
      }
      publish(runners, setup, rounds);
    }
    return 0;
  }

  private void run(FlatSetup setup, Runner runner, String path) throws Exception {
    Medians medians = figures.computeIfAbsent(runner, any -> new Medians());
    ForeignLoad foreign = new ForeignLoad();
    long self = ProcessHandle.current().pid();
    int told = setup.counting.out().length();
    Program program = runner.start().start(setup, path);
    double serverCpu = ProcStat.cpuSeconds(setup.counting.pid());
    double cpu = ProcStat.reapedCpuSeconds(self);
    program.awaitSuccess(BOUND);
    double seconds = (System.nanoTime() - program.startedNs()) / NS_PER_S;
    medians.add("wall", setup.bytes / seconds / 1e6);
    medians.add("cpu", ProcStat.reapedCpuSeconds(self) - cpu);
    medians.add("server", ProcStat.cpuSeconds(setup.counting.pid()) - serverCpu);
    medians.add("foreign", foreign.percent());
    if (runner.messageBytes() > 0) {
      medians.add("stream", streamed(setup, told));
    }
  }

  /** {@return MB/s between the first and the last message, as the server counted} */
  private static double streamed(FlatSetup setup, int told) throws Exception {
    Pattern line = Pattern.compile("/\\S+ (\\d+) (\\d+) (\\d+)");
    Matcher[] counted = new Matcher[1];
    Patience.await(
        "the server's count",
        Patience.START_BOUND,
        () -> {
          counted[0] = line.matcher(setup.counting.out().substring(told));
          return counted[0].find();
        });
    long bytes = Long.parseLong(counted[0].group(1));
    if (bytes != setup.bytes) {
      throw new IllegalStateException(bytes + " bytes came, not " + setup.bytes);
    }
    return bytes / (Long.parseLong(counted[0].group(3)) / NS_PER_S) / 1e6;
  }

  private void publish(List<Runner> runners, FlatSetup setup, int rounds) throws Exception {
    Table table =
        new Table(
            "",
            "bytes a message",
            "MB/s, first to last message",
            "of OkHttp alone",
            "MB/s, with start and end",
            "of OkHttp alone",
            "its CPU s",
            "server's CPU s",
            "others' CPU %");
    for (Runner runner : runners) {
      Medians medians = figures.get(runner);
      table.row(
          runner.name(),
          runner.messageBytes() == 0 ? "joined" : Integer.toString(runner.messageBytes()),
          medians.median("stream"),
          ratio(runner, "stream"),
          medians.median("wall"),
          ratio(runner, "wall"),
          medians.median("cpu"),
          runner.messageBytes() == 0 ? Double.NaN : medians.median("server"),
          medians.median("foreign"));
    }
    String how = String.format("%,d bytes; medians of %d runs, in turn.", setup.bytes, rounds);
    options.publish("replay", table + "\n" + how + "\n");
  }

  private double ratio(Runner runner, String figure) {
    int bytes = runner.messageBytes() == 0 ? Runner.JOINED_BYTES : runner.messageBytes();
    return figures.entrySet().stream()
        .filter(each -> each.getKey().name().startsWith("OkHttp"))
        .filter(each -> each.getKey().messageBytes() == bytes)
        .mapToDouble(each -> figures.get(runner).median(figure) / each.getValue().median(figure))
        .findFirst()
        .orElse(Double.NaN);
  }
}
