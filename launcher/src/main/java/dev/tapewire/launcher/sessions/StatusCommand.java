package dev.tapewire.launcher.sessions;

import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.process.SignalTrap;
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
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

  @Mixin private CommonOptions common;

  @Option(names = "--watch", description = "refresh in place until Ctrl-C")
  private boolean watch;

  @Option(names = "--json", description = "one JSON document on standard output")
  private boolean json;

  @ArgGroup(exclusive = false, heading = "Is all well?%n")
  private CheckOptions check;

  @Override
  public Integer call() throws InterruptedException {
    if (check != null && (watch || json)) {
      throw TapewireException.usage(
          "--check says what is wrong, and nothing else: it stands alone");
    }
    if (watch && json) {
      throw TapewireException.usage("--watch is for people, --json for programs; choose one");
    }
    if (check != null) {
      return check();
    }
    if (json) {
      System.out.println(now().json());
    } else if (!watch) {
      System.out.println(String.join(System.lineSeparator(), now().lines()));
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
    do {
      System.out.print(HOME_AND_CLEAR + String.join(System.lineSeparator(), now().lines()));
      System.out.println();
    } while (!over.await(WATCH_MS, TimeUnit.MILLISECONDS) && !System.out.checkError());
  }

  private int check() {
    List<SessionView> sessions = sessions();
    Running running = Running.under(common.tapes(), sessions);
    List<String> troubles = new Health(check.thresholds()).troubles(running, sessions);
    troubles.forEach(System.out::println);
    return troubles.isEmpty() ? ExitCode.OK.code() : ExitCode.UNHEALTHY.code();
  }

  private Running now() {
    return Running.under(common.tapes(), sessions());
  }

  private List<SessionView> sessions() {
    return new SessionCatalog(common.tapes(), common.log()).list();
  }
}
