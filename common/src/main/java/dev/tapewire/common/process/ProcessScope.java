package dev.tapewire.common.process;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tapewire.common.error.TapewireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The life of one Tapewire process: it registers under the tapes directory so that {@code status}
 * finds it, takes SIGTERM and SIGINT as a wish to stop, and knows when its supervisor died. Safe
 * for use by any thread.
 */
public final class ProcessScope implements AutoCloseable {
  private final Path file;
  private final JsonObject content;
  private final long parentPid;
  private final AtomicInteger stops = new AtomicInteger();

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
    for (String signal : List.of("TERM", "INT", "HUP")) {
      SignalTrap.handle(signal, scope.stops::incrementAndGet);
    }
    try {
      Files.createDirectories(scope.file.getParent());
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

  /** Tells {@code value} as {@code member} in the process file, beside what stands there. */
  public void publish(String member, JsonElement value) throws IOException {
    content.add(member, value);
    ProcessFile.write(file, content);
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
