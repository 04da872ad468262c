package dev.tapewire.launcher.sessions;

import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.cli.Terminal;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Output;
import dev.tapewire.common.process.SignalTrap;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what runs now. Confined to the main thread. */
@Command(
    name = "status",
    description = "Shows what runs now under the tapes directory.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  tapewire status",
      "  tapewire status --watch",
      "  tapewire status --check --max-lag 1m || echo 'look after the recording'"
    })
public final class StatusCommand implements Callable<Integer> {
  private static final long WATCH_MS = 500;

  @Mixin private CommonOptions common;

  @Option(names = "--watch", description = "refresh in place until Ctrl-C")
  private boolean watch;

  @Option(names = "--json", description = "one JSON document on standard output")
  private boolean json;

  @ArgGroup(exclusive = false, heading = "Is all well?%n")
  private CheckOptions check;

  private Path tapes;

  @Override
  public Integer call() throws InterruptedException {
    if (check != null && (watch || json)) {
      throw TapewireException.usage(
          "--check says what is wrong, and nothing else: it stands alone");
    }
    if (watch && json) {
      throw TapewireException.usage("--watch is for people, --json for programs; choose one");
    }
    tapes = common.tapesToList();
    if (check != null) {
      return check();
    }
    if (json) {
      Output.json(now().json());
    } else if (!watch) {
      Output.lines(now().lines());
    }
    if (watch) {
      watch();
    }
    return ExitCode.OK.code();
  }

  /** Ctrl-C is the way to end it, and so a good end. */
  private void watch() throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    SignalTrap.handle("INT", over::countDown);
    SignalTrap.handle("TERM", over::countDown);
    boolean terminal = Terminal.isStandardOutput();
    List<String> told = List.of();
    boolean taken = true;
    while (taken && !over.await(told.isEmpty() ? 0 : WATCH_MS, TimeUnit.MILLISECONDS)) {
      List<String> lines = now().lines();
      if (terminal) {
        taken = Output.screen(lines);
      } else if (!lines.equals(told)) {
        taken = Output.block(lines); // A file, or another program: nothing to refresh in place.
      }
      told = lines;
    }
  }

  private int check() {
    List<SessionView> sessions = sessions();
    Running running = Running.under(tapes, sessions);
    List<String> troubles = new Health(check.thresholds()).troubles(running, sessions);
    Output.lines(troubles);
    return troubles.isEmpty() ? ExitCode.OK.code() : ExitCode.UNHEALTHY.code();
  }

  private Running now() {
    return Running.under(tapes, sessions());
  }

  private List<SessionView> sessions() {
    return new SessionCatalog(tapes, common.log()).list();
  }
}
