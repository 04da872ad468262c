package dev.tapewire.bench.live;

import dev.tapewire.bench.BenchOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A live recording while every core is busy with something else. Confined to one thread. */
@Command(
    name = "pressure",
    description = "how late frames of 10 ms come while every core is busy; 12 minutes")
public final class PressureCommand implements Callable<Integer> {
  /** The article's program dies after 40 s. */
  private static final Duration ARTICLE = Duration.ofSeconds(20);

  @Mixin private BenchOptions options;

  @Override
  public Integer call() throws Exception {
    Duration length = options.quick() ? Duration.ofSeconds(10) : Duration.ofMinutes(10);
    int cores = Runtime.getRuntime().availableProcessors();
    String tables =
        new LongRun()
            .of(TapewireContender.shortFrames(), length)
            .of(PythonPeer.article(), ARTICLE)
            .of(PythonPeer.careful(), ARTICLE)
            .play(cores);
    options.publish(
        "pressure", tables + "\nBeside " + cores + " programs that do nothing but work.\n");
    return 0;
  }
}
