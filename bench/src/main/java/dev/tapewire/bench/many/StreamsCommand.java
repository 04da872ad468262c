package dev.tapewire.bench.many;

import dev.tapewire.bench.BenchOptions;
import dev.tapewire.bench.lab.ForeignLoad;
import dev.tapewire.bench.lab.Lab;
import dev.tapewire.bench.lab.Patience;
import dev.tapewire.bench.lab.ProcStat;
import dev.tapewire.bench.lab.Program;
import dev.tapewire.bench.report.Plot;
import dev.tapewire.bench.report.Table;
import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.session.Destination;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The benchmark of many streams. Confined to one thread. */
@Command(
    name = "streams",
    description = "many live 16 kHz streams, one sender, one receiver; 7 minutes")
public final class StreamsCommand implements Callable<Integer> {
  private static final Duration CAUGHT_UP_BOUND = Duration.ofSeconds(60);
  private static final double NS_PER_MS = 1e6;
  private static final int WARM_UP_SECONDS = 10;

  @Mixin private BenchOptions options;

  @Option(names = "--streams", split = ",", paramLabel = "N", description = "1,10,100")
  private int[] counts;

  private final Table table =
      new Table(
          "streams",
          "late p50 ms",
          "p99 ms",
          "p99.9 ms",
          "frames missing",
          "sender CPU %",
          "RSS MB",
          "threads",
          "descriptors",
          "receiver CPU %",
          "RSS MB",
          "threads",
          "descriptors",
          "recorder late > 5 ms",
          "others' CPU %");

  private final Plot plot =
      new Plot(
          "late p50, ms",
          "late p99, ms",
          "sender, CPU %",
          "sender, RSS MB",
          "receiver, CPU %",
          "receiver, RSS MB");

  /** A process, measured over a stretch. Immutable. */
  private record Cost(double cpuPercent, double rssMb, int threads, int descriptors) {}

  @Override
  public Integer call() throws Exception {
    int[] usual = options.quick() ? new int[] {1, 10} : new int[] {1, 10, 50, 100, 200, 500, 1000};
    for (int count : counts == null ? usual : counts) {
      BenchOptions.progress("%d streams", count);
      try {
        run(count, options.quick() ? 10 : 30);
      } catch (IllegalStateException e) {
        BenchOptions.progress("%d streams break: %s", count, e.getMessage());
        table.row(count, "breaks", "", "", "", "", "", "", "", "", "", "", "", "", "");
      }
    }
    options.publish("streams", table + "\n" + how() + "\n");
    options.plot(plot, "streams.svg");
    return 0;
  }

  private static String how() throws Exception {
    return "From when a frame was due to its bytes in the receiver's file, seen every 2 ms in 20 of"
        + " the files. Open files a process may have: "
        + ProcStat.openFilesMax()
        + ".";
  }

  private void run(int streams, int seconds) throws Exception {
    try (Lab lab = Lab.open()) {
      Path tapes = lab.directory().resolve("tapes");
      File received = lab.directory().resolve("received").toFile();
      Program receiver =
          lab.tapewire("receive", "--listen", "127.0.0.1:0", "--out", received.toString());
      String to = "tapewire=" + receiver.await("listening (ws://\\S+)").group(1);
      Program sender = lab.tapewire("send", "--follow", "--tapes", tapes.toString(), "--to", to);
      Program recorder = recorder(lab, tapes, streams, seconds, Destination.parse(to).name());
      Matcher began = recorder.await("began (\\d+) frames (\\d+)");
      long startNs = Long.parseLong(began.group(1));
      long frames = Long.parseLong(began.group(2));
      long fromFrame = WARM_UP_SECONDS * 1_000_000_000L / Recorder.FRAME_NS;
      GrowthWatch watch = new GrowthWatch(received, streams, startNs, fromFrame);
      watch.start();
      Patience.pass(Duration.ofNanos(startNs - System.nanoTime()).plusSeconds(WARM_UP_SECONDS));
      ForeignLoad foreign = new ForeignLoad();
      List<Cost> costs = costs(List.of(sender, receiver), Duration.ofSeconds(seconds));
      double foreignPercent = foreign.percent();
      for (Program program : List.of(sender, receiver)) {
        if (!program.alive()) {
          watch.finish();
          throw new IllegalStateException("it died: " + program);
        }
      }
      long missing = awaitAll(recorder, received, streams, frames);
      watch.finish();
      row(streams, watch, missing, costs, recorder, foreignPercent);
      sender.stop();
      receiver.stop();
    }
  }

  private static Program recorder(Lab lab, Path tapes, int streams, int seconds, String destination)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("java", "-Xmx1g", "-XX:+UseSerialGC"));
    for (String open : List.of("sun.nio.ch", "java.lang.reflect")) {
      command.addAll(List.of("--add-opens", "java.base/" + open + "=ALL-UNNAMED"));
    }
    command.addAll(List.of("--add-exports", "java.base/jdk.internal.ref=ALL-UNNAMED"));
    command.addAll(List.of("-Dchronicle.announcer.disable=true", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Recorder.class.getName()));
    command.addAll(List.of(tapes.toString(), Integer.toString(streams)));
    command.addAll(List.of(Integer.toString(WARM_UP_SECONDS + seconds + 1), destination));
    return lab.start(command);
  }

  private static List<Cost> costs(List<Program> programs, Duration stretch) throws Exception {
    List<Double> before = new ArrayList<>();
    for (Program program : programs) {
      before.add(ProcStat.cpuSeconds(program.pid()));
    }
    long fromNs = System.nanoTime();
    Patience.pass(stretch);
    double seconds = (System.nanoTime() - fromNs) / 1e9;
    List<Cost> costs = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      long pid = programs.get(i).pid();
      double cpu = (ProcStat.cpuSeconds(pid) - before.get(i)) / seconds * 100;
      int threads = ProcStat.threads(pid);
      costs.add(new Cost(cpu, ProcStat.rssMb(pid), threads, ProcStat.descriptors(pid)));
    }
    return costs;
  }

  /** {@return frames that had not come a while after the last one was recorded} */
  private static long awaitAll(Program recorder, File received, int streams, long frames)
      throws Exception {
    recorder.awaitSuccess(CAUGHT_UP_BOUND);
    long wanted = frames * streams;
    long endNs = System.nanoTime() + CAUGHT_UP_BOUND.toNanos();
    long there = 0;
    while (there < wanted && System.nanoTime() < endNs) {
      Patience.pass(Duration.ofMillis(200));
      there = 0;
      for (int i = 0; i < streams; i++) {
        long length = new File(received, Recorder.name(i) + ".wav").length();
        there += Math.max(0, length - WavHeader.length(Recorder.FORMAT)) / Recorder.FRAME_BYTES;
      }
    }
    return wanted - there;
  }

  private void row(
      int streams,
      GrowthWatch watch,
      long missing,
      List<Cost> costs,
      Program recorder,
      double foreignPercent)
      throws Exception {
    List<Object> cells = new ArrayList<>(List.of(streams));
    for (double percentile : new double[] {50, 99, 99.9}) {
      cells.add(watch.late.getValueAtPercentile(percentile) / NS_PER_MS);
    }
    cells.add(missing);
    for (Cost cost : costs) {
      cells.addAll(List.of(cost.cpuPercent(), cost.rssMb(), cost.threads(), cost.descriptors()));
    }
    cells.add(recorder.await("late (\\d+)").group(1));
    cells.add(foreignPercent);
    table.row(cells.toArray());
    Cost sender = costs.get(0);
    Cost receiver = costs.get(1);
    plot.add(
        streams,
        watch.late.getValueAtPercentile(50) / NS_PER_MS,
        watch.late.getValueAtPercentile(99) / NS_PER_MS,
        sender.cpuPercent(),
        sender.rssMb(),
        receiver.cpuPercent(),
        receiver.rssMb());
  }
}
