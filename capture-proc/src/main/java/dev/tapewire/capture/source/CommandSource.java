package dev.tapewire.capture.source;

import dev.tapewire.capture.ring.Slot;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Raw PCM on the standard output of a shell command that lives as long as the recording. Confined
 * to the reader thread; closed by any.
 */
public final class CommandSource implements AudioSource {
  private static final int EXIT_WAIT_S = 1;

  private final String command;
  private final Process process;
  private final PipeSource pipe;
  private final Log log;

  /** Starts {@code command} with {@code sh -c}. */
  public CommandSource(String command, PcmFormat format, Surroundings around) {
    this.command = command;
    this.log = around.log();
    try {
      process =
          new ProcessBuilder("sh", "-c", command)
              .redirectInput(new File("/dev/null"))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw TapewireException.failed("can't start '" + command + "': " + e.getMessage(), e);
    }
    pipe = new PipeSource(process.getInputStream(), PipeIdentity.UNKNOWN, format, around);
  }

  @Override
  public PcmFormat format() {
    return pipe.format();
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public void start(StartPoint from) {
    pipe.start(from);
  }

  @Override
  public boolean read(Slot into) {
    boolean more = pipe.read(into);
    if (!more) {
      tellExit();
    }
    return more;
  }

  private void tellExit() {
    try {
      if (process.waitFor(EXIT_WAIT_S, TimeUnit.SECONDS) && process.exitValue() != 0) {
        log.warn("command '" + command + "' ended with exit code " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the command and what it started. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(EXIT_WAIT_S, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
