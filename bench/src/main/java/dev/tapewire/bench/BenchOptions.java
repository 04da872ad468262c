package dev.tapewire.bench;

import dev.tapewire.bench.lab.Lab;
import dev.tapewire.bench.lab.Machine;
import dev.tapewire.bench.report.PerformancePage;
import dev.tapewire.bench.report.Plot;
import java.io.IOException;
import picocli.CommandLine.Option;

/** What every benchmark is asked. Confined to one thread. */
public final class BenchOptions {
  @Option(names = "--quick", description = "short and once: shows that it works, not how fast")
  private boolean quick;

  @Option(names = "--rounds", paramLabel = "N", description = "how often each is measured")
  private int rounds;

  @Option(
      names = "--no-page",
      negatable = false,
      description = "print the figures only; docs/performance.md stays as it is")
  private boolean noPage;

  /** {@return whether a smoke run is wanted} */
  public boolean quick() {
    return quick;
  }

  /** {@return how often each is measured} */
  public int rounds(int usual) {
    return rounds > 0 ? rounds : quick ? 1 : usual;
  }

  /** Prints a section, and puts it on the page. */
  public void publish(String name, String text) throws IOException {
    String how = "`bench/run " + name + (quick ? " --quick" : "") + "`";
    String section = text + "\n" + how + "; " + Machine.describe() + ".\n";
    System.out.println("\n" + section);
    if (!noPage) {
      new PerformancePage(Lab.home().resolve("docs/performance.md")).write(name, section);
    }
  }

  /** Puts a plot beside the page. */
  public void plot(Plot plot, String name) throws IOException {
    if (!noPage) {
      plot.write(Lab.home().resolve("docs").resolve(name));
    }
  }

  /** Tells how far it is. */
  public static void progress(String format, Object... values) {
    System.err.println("bench: " + String.format(java.util.Locale.ROOT, format, values));
  }
}
