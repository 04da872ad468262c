package dev.tapewire.bench;

import dev.tapewire.bench.flat.ReplayCommand;
import dev.tapewire.bench.live.IdleCommand;
import dev.tapewire.bench.live.LiveCommand;
import dev.tapewire.bench.live.PressureCommand;
import dev.tapewire.bench.live.SmallBoxCommand;
import dev.tapewire.bench.live.StartCommand;
import dev.tapewire.bench.live.SteadyCommand;
import dev.tapewire.bench.many.LongCommand;
import dev.tapewire.bench.many.StreamsCommand;
import dev.tapewire.bench.micro.MicroCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' command line. Confined to one thread. */
@Command(
    name = "bench/run",
    description = "Measures Tapewire beside what people would use instead.",
    mixinStandardHelpOptions = true,
    subcommands = {
      LiveCommand.class,
      SteadyCommand.class,
      PressureCommand.class,
      IdleCommand.class,
      StartCommand.class,
      ReplayCommand.class,
      StreamsCommand.class,
      SmallBoxCommand.class,
      LongCommand.class,
      MicroCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs one of them. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
