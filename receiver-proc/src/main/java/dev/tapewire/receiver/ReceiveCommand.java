package dev.tapewire.receiver;

import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.cli.KeyOptions;
import dev.tapewire.common.cli.SupervisedOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.log.Output;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.time.Clock;
import dev.tapewire.common.time.SystemClock;
import dev.tapewire.receiver.link.ListenConfig;
import dev.tapewire.receiver.link.Listener;
import dev.tapewire.receiver.reception.Receptions;
import dev.tapewire.receiver.store.FileShelf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tapewire receive}: the receiver alone. Confined to the main thread. */
@Command(
    name = "receive",
    description = "Receives audio over WebSocket and writes it as WAV files.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  tapewire receive --out received",
      "      takes deliveries of this machine at ws://127.0.0.1:8765",
      "  tapewire receive --listen 0.0.0.0:8765 --key-file key.txt"
          + " --tls-cert cert.pem --tls-key key.pem",
      "      takes deliveries of other machines that know the key"
    })
public final class ReceiveCommand implements Callable<Integer> {
  /** Soon enough for an orphan's two seconds. */
  private static final long ORPHAN_CHECK_NS = TimeUnit.MILLISECONDS.toNanos(500);

  @Mixin private CommonOptions common;
  @Mixin private SupervisedOptions supervised;
  @Mixin private KeyOptions keys;
  @Mixin private TlsOptions tls;
  @Mixin private PlainOptions plain;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8765",
      description = "where to listen; port 0 picks one (default: ${DEFAULT-VALUE})")
  private String listen;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "where SESSION.wav and SESSION.json are written"
              + " (default: received, next to the tapes directory)")
  private Path out;

  @Option(
      names = "--allow-origin",
      description = "let pages in a browser connect, whatever site they are of")
  private boolean allowOrigin;

  @Option(names = "--open", description = "let in whoever comes from other machines, without a key")
  private boolean open;

  @Override
  public Integer call() throws InterruptedException {
    InetSocketAddress address = ListenAddress.parse(listen);
    ListenConfig config = new ListenConfig(address, keys.keys(), allowOrigin, tls.files());
    checkOpenness(config);
    Clock clock = new SystemClock();
    ReceiverAgent agent = new ReceiverAgent(clock);
    ExecutorService syncs = Executors.newSingleThreadExecutor(ReceiveCommand::syncThread);
    try (ProcessScope scope =
        ProcessScope.enter(common.tapes(), "receiver", "", supervised.supervisorPid())) {
      Receptions receptions = receptions(clock, syncs, agent);
      try (Listener listener = open(config, agent)) {
        Output.line("listening " + ListenAddress.uri(scheme(config), listener.address()));
        boolean whole = agent.run(receptions, stop(scope, clock, listener));
        if (!whole) {
          common.datedLog().warn("stopped before all was synced; senders will send the rest again");
        }
      }
    }
    return ExitCode.OK.code();
  }

  /** Whoever can reach a receiver without a key can fill its disk. */
  private void checkOpenness(ListenConfig config) {
    if (config.address().getAddress().isLoopbackAddress()) {
      return;
    }
    if (config.keys().isEmpty() && !open) {
      throw TapewireException.usage(
          "--listen "
              + listen
              + " is open to other machines: give a key by --key-env or --key-file, or say --open");
    }
    if (config.keys().isEmpty()) {
      common.datedLog().warn("--open: anyone who reaches " + listen + " can store audio here");
    } else if (config.tls() == null) {
      common
          .datedLog()
          .warn("keys and audio cross the network readable; give --tls-cert and --tls-key");
    }
  }

  private static String scheme(ListenConfig config) {
    return config.tls() == null ? "ws" : "wss";
  }

  private Receptions receptions(Clock clock, ExecutorService syncs, ReceiverAgent agent) {
    Path directory =
        (out == null ? common.tapes().resolveSibling("received") : out)
            .toAbsolutePath()
            .normalize();
    Log log = common.datedLog();
    try {
      FileShelf shelf = new FileShelf(directory, clock, syncs, agent, log);
      return new Receptions(shelf, plain.format(), log);
    } catch (IOException e) {
      throw TapewireException.failed(
          "can't write to --out " + directory + ": " + IoReason.of(e) + "; choose another", e);
    }
  }

  private Listener open(ListenConfig config, ReceiverAgent agent) {
    try {
      return Listener.open(config, agent, common.datedLog());
    } catch (IOException e) {
      throw TapewireException.failed(
          "can't listen on " + listen + ": " + IoReason.of(e) + "; choose another by --listen", e);
    }
  }

  private static BooleanSupplier stop(ProcessScope scope, Clock clock, Listener listener) {
    long[] dueNs = {clock.monotonicNs() + ORPHAN_CHECK_NS};
    boolean[] orphaned = {false};
    return () -> {
      if (clock.monotonicNs() - dueNs[0] >= 0) {
        dueNs[0] = clock.monotonicNs() + ORPHAN_CHECK_NS;
        orphaned[0] = scope.orphaned();
      }
      boolean stop = scope.stopRequested() || orphaned[0];
      if (stop) {
        listener.refuse();
      }
      return stop;
    };
  }

  private static Thread syncThread(Runnable work) {
    Thread thread = new Thread(work, "sync");
    thread.setDaemon(true);
    return thread;
  }
}
