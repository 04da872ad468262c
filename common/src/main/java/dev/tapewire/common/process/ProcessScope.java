package dev.tapewire.common.process;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.file.StrangeFileException;
import dev.tapewire.common.time.Clock;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The life of one Tapewire process: it registers under the tapes directory so that {@code status}
 * finds it, takes SIGTERM and SIGINT as a wish to stop, and knows when its supervisor died. Safe
 * for use by any thread.
 *
 * <p>A sender or receiver under a supervisor takes the end of its standard input as that wish
 * instead: a signal often reaches a whole group of processes at once (Ctrl-C, a service's stop),
 * and the order of stopping is the supervisor's.
 */
public final class ProcessScope implements AutoCloseable {
  private static final long SAME_WISH_NS = 300_000_000L; // No hand is quicker on Ctrl-C.

  private final Path file;
  private final JsonObject content;
  private final long parentPid;
  private final Clock clock = new SystemClock();
  private int stops;
  private long stopNs;

  private ProcessScope(Path file, JsonObject content, long parentPid) {
    this.file = file;
    this.content = content;
    this.parentPid = parentPid;
  }

  /**
   * Enters the scope.
   *
   * @param name {@code supervisor}, {@code capture}, {@code sender} or {@code receiver}
   * @param to the destination's name, or empty
   * @param parentPid the supervisor's pid, or 0: none
   * @throws TapewireException if the tapes directory can't be written
   */
  public static ProcessScope enter(Path tapes, String name, String to, long parentPid) {
    long pid = ProcessHandle.current().pid();
    JsonObject content = new JsonObject();
    content.addProperty("name", name);
    content.addProperty("pid", pid);
    content.addProperty(
        "started_at",
        ProcessHandle.current().info().startInstant().map(Instant::toString).orElse(""));
    content.addProperty("to", to);
    ProcessScope scope = new ProcessScope(ProcessFile.of(tapes, pid), content, parentPid);
    // Before the file: who sees it may send a signal.
    boolean stoppedByInput = parentPid != 0 && !name.equals("capture");
    for (String signal : List.of("TERM", "INT", "HUP")) {
      SignalTrap.handle(signal, stoppedByInput ? () -> {} : scope::requestStop);
    }
    if (stoppedByInput) {
      scope.stopAtEndOf(System.in);
    }
    try {
      OwnFiles.makeDirectories(tapes, scope.file.getParent());
      ProcessFile.write(scope.file, content);
    } catch (IOException e) {
      throw TapewireException.failed(
          "can't write to the tapes directory "
              + tapes
              + ": "
              + reason(e)
              + "; choose another with --tapes",
          e);
    }
    return scope;
  }

  private void stopAtEndOf(InputStream input) {
    Thread watch =
        new Thread(
            () -> {
              try {
                input.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // Nobody can speak to us any more; that is the same wish.
              }
              requestStop();
            },
            "stop-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Tells {@code value} as {@code member} in the process file, beside what stands there. */
  public void publish(String member, JsonElement value) throws IOException {
    content.add(member, value);
    ProcessFile.write(file, content);
  }

  /** {@return whether a stop in good order is wanted} */
  public synchronized boolean stopRequested() {
    return stops > 0;
  }

  /** {@return how often a stop was asked for; a second time means at once} */
  public synchronized int stopRequests() {
    return stops;
  }

  /**
   * Asks for a stop, as a signal would. What comes right behind another is the same wish:
   * timeout(1) signals the process and then its group.
   */
  public synchronized void requestStop() {
    long nowNs = clock.monotonicNs();
    if (stops == 0 || nowNs - stopNs > SAME_WISH_NS) {
      stops++;
      stopNs = nowNs;
    }
  }

  /** {@return whether the supervisor that started this process has died} */
  public boolean orphaned() {
    return parentPid != 0
        && ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L) != parentPid;
  }

  private static String reason(IOException e) {
    return e instanceof StrangeFileException ? e.getMessage() : IoReason.of(e);
  }

  /** Takes the process file away. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Who reads the directory checks each pid, so a file left behind misleads nobody.
      return;
    }
  }
}
