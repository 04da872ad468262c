package dev.tapewire.bench.live;

import dev.tapewire.bench.BenchOptions;
import dev.tapewire.bench.lab.ForeignLoad;
import dev.tapewire.bench.lab.Lab;
import dev.tapewire.bench.lab.Patience;
import dev.tapewire.bench.lab.ProcStat;
import dev.tapewire.bench.lab.Program;
import dev.tapewire.bench.report.Table;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What processes cost that have nothing to do. Confined to one thread. */
@Command(name = "idle", description = "what processes cost that have nothing to do; 2 minutes")
public final class IdleCommand implements Callable<Integer> {
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  @Mixin private BenchOptions options;

  @Override
  public Integer call() throws Exception {
    Duration length = Duration.ofSeconds(options.quick() ? 10 : 60);
    Table table = new Table("", "CPU % of one core", "RSS MB", "others' CPU %");
    try (Lab lab = Lab.open()) {
      StampServer server = new StampServer(lab);
      String tapes = lab.directory().resolve("tapes").toString();
      String out = lab.directory().resolve("received").toString();
      Map<String, Program> idle = new LinkedHashMap<>();
      String to = "raw=" + server.target().webSocket("idle");
      idle.put("`send --follow`", lab.tapewire("send", "--follow", "--tapes", tapes, "--to", to));
      idle.put("`receive`", lab.tapewire("receive", "--listen", "127.0.0.1:0", "--out", out));
      Patience.pass(WARM_UP);
      Map<String, Double> before = new LinkedHashMap<>();
      for (Map.Entry<String, Program> each : idle.entrySet()) {
        before.put(each.getKey(), ProcStat.cpuSeconds(each.getValue().pid()));
      }
      ForeignLoad foreign = new ForeignLoad();
      Patience.pass(length);
      for (Map.Entry<String, Program> each : idle.entrySet()) {
        long pid = each.getValue().pid();
        double cpu = ProcStat.cpuSeconds(pid) - before.get(each.getKey());
        double percent = cpu / length.toSeconds() * 100;
        table.row(each.getKey(), percent, ProcStat.rssMb(pid), foreign.percent());
      }
    }
    options.publish("idle", table.toString());
    return 0;
  }
}
