package dev.tapewire.bench.live;

import dev.tapewire.bench.BenchOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ten minutes of live recording: the rare late frame. Confined to one thread. */
@Command(name = "steady", description = "how late frames come in ten minutes")
public final class SteadyCommand implements Callable<Integer> {
  @Mixin private BenchOptions options;

  @Override
  public Integer call() throws Exception {
    Duration length = options.quick() ? Duration.ofSeconds(10) : Duration.ofMinutes(10);
    LongRun run = new LongRun().of(TapewireContender.defaults(), length);
    if (TapewireContender.lowest().missing() == null) {
      run.of(TapewireContender.lowest(), length);
    }
    options.publish("steady", run.of(PythonPeer.careful(), length).play(0));
    return 0;
  }
}
