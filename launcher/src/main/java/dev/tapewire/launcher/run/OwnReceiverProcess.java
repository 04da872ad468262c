package dev.tapewire.launcher.run;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.launcher.supervise.CaptureInput;
import dev.tapewire.launcher.supervise.ChildProcess;
import dev.tapewire.launcher.supervise.LogFunnel;
import dev.tapewire.launcher.supervise.ProcessStarter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Starts our own receiver for as long as one command needs it. Confined to the thread that starts
 * it.
 */
public final class OwnReceiverProcess implements dev.tapewire.sender.OwnReceiver {
  private static final Duration LISTEN_MAX = Duration.ofSeconds(60); // A JVM on a busy machine.
  private static final Duration STOP_MAX = Duration.ofSeconds(15); // It syncs what it has.
  private static final long STEP_MS = 20;

  private final Supplier<Path> tapes;

  /** Starts nothing yet; {@code tapes} is where the receiver registers. */
  public OwnReceiverProcess(Supplier<Path> tapes) {
    this.tapes = tapes;
  }

  @Override
  public Running start(String directory) throws InterruptedException {
    LogFunnel log = LogFunnel.toStandardError(false, false);
    String pid = Long.toString(ProcessHandle.current().pid());
    List<String> common = List.of("--tapes", tapes.get().toString(), "--supervised-by", pid);
    OwnReceiver receiver = new OwnReceiver(Path.of(directory), common, log);
    ProcessStarter starter =
        new ProcessStarter(tapes.get(), CaptureInput.none(), log, receiver::output);
    ChildProcess process = starter.start("receiver", receiver.arguments());
    long waitedMs = 0;
    while (receiver.uri().isEmpty()) {
      if (!process.alive() || waitedMs > LISTEN_MAX.toMillis()) {
        process.kill();
        log.close();
        throw TapewireException.failed("our own receiver for " + directory + " did not start");
      }
      Thread.sleep(STEP_MS);
      waitedMs += STEP_MS;
    }
    return new Started(process, log, URI.create(receiver.uri().get()));
  }

  /** A receiver that runs. Confined to the thread that started it. */
  private record Started(ChildProcess process, LogFunnel log, URI uri) implements Running {
    @Override
    public void close() {
      process.terminate();
      try {
        for (long waitedMs = 0; process.alive(); waitedMs += STEP_MS) {
          if (waitedMs > STOP_MAX.toMillis()) {
            process.kill();
          }
          Thread.sleep(STEP_MS);
        }
      } catch (InterruptedException e) {
        process.kill();
        Thread.currentThread().interrupt();
      }
      log.close();
    }
  }
}
