package dev.tapewire.bench.live;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tapewire.bench.BenchOptions;
import dev.tapewire.bench.lab.Box;
import dev.tapewire.bench.lab.ForeignLoad;
import dev.tapewire.bench.lab.Lab;
import dev.tapewire.bench.lab.Patience;
import dev.tapewire.bench.lab.ProcStat;
import dev.tapewire.bench.lab.Program;
import dev.tapewire.bench.lab.Tapes;
import dev.tapewire.bench.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Everything on one core with 512 MB, at a high rate. Confined to one thread. */
@Command(
    name = "small-box",
    description = "all processes on one core with 512 MB, 384 kHz mono; 10 minutes")
public final class SmallBoxCommand implements Callable<Integer> {
  private static final long BOX_BYTES = 512L << 20;
  private static final Duration STOP_BOUND = Duration.ofMinutes(2);
  private static final String SESSION = "box";

  @Mixin private BenchOptions options;

  @Override
  public Integer call() throws Exception {
    Duration length = options.quick() ? Duration.ofSeconds(20) : Duration.ofMinutes(10);
    // The lab closes first: the box must be empty then.
    try (Box box = Box.open(BOX_BYTES);
        Lab lab = Lab.open()) {
      if (box == null) {
        BenchOptions.progress("left out: no memory cgroup may be made here; it needs root");
        return 1;
      }
      measure(box, lab, length);
    }
    return 0;
  }

  private void measure(Box box, Lab lab, Duration length) throws Exception {
    Tapes tapes = new Tapes(lab.directory().resolve("tapes"));
    List<String> command = new ArrayList<>(List.of(Lab.home().resolve("tapewire").toString()));
    command.addAll(List.of("run", "--tapes", tapes.directory().toString(), "--source", "tone"));
    command.addAll(List.of("--rate", "384000", "--session", SESSION));
    Program run = lab.start(box.around(command));
    Patience.await("a frame: " + run, STOP_BOUND, () -> tapes.frames(SESSION) > 0);
    ForeignLoad foreign = new ForeignLoad();
    Patience.pass(length);
    Map<String, Long> processes = new TreeMap<>(tapes.processes());
    processes.put("supervisor", run.pid());
    Table table = new Table("", "RSS MB", "PSS MB", "CPU % since its start");
    double allRss = 0;
    double allPss = 0;
    for (Map.Entry<String, Long> each : processes.entrySet()) {
      double rss = ProcStat.rssMb(each.getValue());
      double cpu = ProcStat.cpuSeconds(each.getValue()) / length.toSeconds() * 100;
      double pss = ProcStat.pssMb(each.getValue());
      table.row(each.getKey(), rss, pss, cpu);
      allRss += rss;
      allPss += pss;
    }
    table.row("all", allRss, allPss, Double.NaN);
    double foreignPercent = foreign.percent();
    run.stop();
    int code = run.awaitExit(STOP_BOUND);
    String end =
        String.format(
            "%d s; samples lost: %d; exit code %d; the box held at most %.0f MB, file cache"
                + " included; others' CPU %.0f %%.",
            length.toSeconds(), lost(lab, tapes), code, box.mostMb(), foreignPercent);
    options.publish("small-box", table + "\n" + end + "\n");
  }

  private static long lost(Lab lab, Tapes tapes) throws Exception {
    Program sessions = lab.tapewire("sessions", "--json", "--tapes", tapes.directory().toString());
    sessions.awaitSuccess(STOP_BOUND);
    JsonObject session =
        JsonParser.parseString(sessions.out()).getAsJsonArray().get(0).getAsJsonObject();
    return session.get("lost_samples").getAsLong();
  }
}
