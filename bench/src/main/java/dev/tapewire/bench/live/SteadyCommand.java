package dev.tapewire.bench.live;

import dev.tapewire.bench.BenchOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ten minutes of live recording: the rare late frame. Confined to one thread. */
@Command(name = "steady", description = "how late frames come in ten minutes")
public final class SteadyCommand implements Callable<Integer> {
  @Mixin private BenchOptions options;

  @Option(names = "--only", paramLabel = "WORD", description = "contenders with WORD in their name")
  private String only = "";

  @Override
  public Integer call() throws Exception {
    Duration length = options.quick() ? Duration.ofSeconds(10) : Duration.ofMinutes(10);
    LongRun run = new LongRun();
    for (Contender each : List.of(TapewireContender.defaults(), PythonPeer.careful())) {
      if (each.name().contains(only)) {
        run.of(each, length);
      }
    }
    options.publish("steady", run.play(0));
    return 0;
  }
}
