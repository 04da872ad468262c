package dev.tapewire.bench.micro;

import dev.tapewire.bench.BenchOptions;
import dev.tapewire.bench.lab.ForeignLoad;
import dev.tapewire.bench.report.Table;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The benchmarks of inner loops. Confined to one thread. */
@Command(name = "micro", description = "inner loops, each for a frame of 2,048 bytes; 3 minutes")
public final class MicroCommand implements Callable<Integer> {
  private static final int ROUNDS = 5;
  private static final double NS_PER_S = 1e9;

  @Mixin private BenchOptions options;

  @Override
  public Integer call() throws Exception {
    TimeValue time = TimeValue.milliseconds(options.quick() ? 200 : 2000);
    ChainedOptionsBuilder jmh =
        new OptionsBuilder()
            .include(MicroCommand.class.getPackageName() + ".*")
            .forks(1)
            .warmupIterations(options.quick() ? 1 : ROUNDS)
            .warmupTime(time)
            .measurementIterations(options.rounds(ROUNDS))
            .measurementTime(time)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            // As our processes run.
            .jvmArgsAppend("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    ForeignLoad foreign = new ForeignLoad();
    Collection<RunResult> results = new Runner(jmh.build()).run();
    double foreignPercent = foreign.percent();
    Table table = new Table("a frame", "ns", "MB/s", "bytes allocated");
    for (RunResult result : results) {
      double ns = result.getPrimaryResult().getScore();
      String name = result.getParams().getBenchmark();
      table.row(
          name.substring(MicroCommand.class.getPackageName().length() + 1),
          ns,
          Frames.PCM_BYTES * NS_PER_S / ns / 1e6,
          allocated(result));
    }
    options.publish(
        "micro", table + String.format("%nOthers' CPU meanwhile: %.0f %%.%n", foreignPercent));
    return 0;
  }

  private static double allocated(RunResult result) {
    Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return bytes == null ? Double.NaN : bytes.getScore();
  }
}
