package dev.tapewire.common.process;

import com.google.gson.JsonObject;
import dev.tapewire.common.error.TapewireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The life of one Tapewire process: it registers under the tapes directory so that {@code status}
 * finds it, takes SIGTERM and SIGINT as a wish to stop, and knows when its supervisor died. Safe
 * for use by any thread.
 *
 * <p>The file is {@code TAPES/.tapewire/PID.json}: {@code {name, pid, started_at, to}}.
 */
public final class ProcessScope implements AutoCloseable {
  /** The directory of process files under a tapes directory. */
  public static final String DIRECTORY = ".tapewire";

  private final Path file;
  private final long parentPid;
  private final AtomicInteger stops = new AtomicInteger();

  private ProcessScope(Path file, long parentPid) {
    this.file = file;
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
    Path file = tapes.resolve(DIRECTORY).resolve(pid + ".json");
    ProcessScope scope = new ProcessScope(file, parentPid);
    JsonObject o = new JsonObject();
    o.addProperty("name", name);
    o.addProperty("pid", pid);
    o.addProperty(
        "started_at",
        ProcessHandle.current().info().startInstant().map(Instant::toString).orElse(""));
    o.addProperty("to", to);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, o.toString());
    } catch (IOException e) {
      throw TapewireException.failed(
          "can't write to the tapes directory "
              + tapes
              + ": "
              + reason(e)
              + "; choose another with --tapes",
          e);
    }
    SignalTrap.handle("TERM", scope.stops::incrementAndGet);
    SignalTrap.handle("INT", scope.stops::incrementAndGet);
    return scope;
  }

  /** {@return whether a stop in good order is wanted} */
  public boolean stopRequested() {
    return stops.get() > 0;
  }

  /** {@return how often a stop was asked for; a second time means at once} */
  public int stopRequests() {
    return stops.get();
  }

  /** Asks for a stop, as a signal would. */
  public void requestStop() {
    stops.incrementAndGet();
  }

  /** {@return whether the supervisor that started this process has died} */
  public boolean orphaned() {
    return parentPid != 0
        && ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L) != parentPid;
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException ? "permission denied" : e.toString();
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
