package dev.tapewire.launcher.sessions;

import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.process.SignalTrap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what runs now. Confined to the main thread. */
@Command(
    name = "status",
    description = "Shows what runs now under the tapes directory.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  tapewire status", "  tapewire status --watch"})
public final class StatusCommand implements Callable<Integer> {
  private static final long WATCH_MS = 500;
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

  @Mixin private CommonOptions common;

  @Option(names = "--watch", description = "refresh in place until Ctrl-C")
  private boolean watch;

  @Option(names = "--json", description = "one JSON document on standard output")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (watch && json) {
      throw TapewireException.usage("--watch is for people, --json for programs; choose one");
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

  private Running now() {
    SessionCatalog catalog = new SessionCatalog(common.tapes(), common.log());
    return Running.under(common.tapes(), catalog);
  }
}
