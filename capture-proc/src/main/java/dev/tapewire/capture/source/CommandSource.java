package dev.tapewire.capture.source;

import dev.tapewire.capture.ring.Losses;
import dev.tapewire.capture.ring.Slot;
import dev.tapewire.capture.soundfile.SoundPipe;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.session.SourceText;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Raw PCM on the standard output of a shell command that lives as long as the recording. Confined
 * to the reader thread; closed by any.
 */
public final class CommandSource implements AudioSource {
  private static final int EXIT_WAIT_S = 1;

  private final Process process;
  private final PipeSource pipe;

  /**
   * Starts {@code command} with {@code sh -c}.
   *
   * @param opener waits for the first bytes of its output, and finds their format
   */
  public CommandSource(
      String command, Function<InputStream, SoundPipe> opener, Surroundings around) {
    try {
      process =
          new ProcessBuilder("sh", "-c", command)
              .redirectInput(new File("/dev/null"))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw TapewireException.failed(
          "can't start '" + SourceText.shownCommand(command) + "': " + IoReason.of(e), e);
    }
    try {
      SoundPipe in = opener.apply(process.getInputStream());
      Ending ending =
          new CommandEnd(command, () -> process.isAlive() ? null : process.exitValue(), around);
      pipe = new PipeSource(in, PipeIdentity.UNKNOWN, in.format(), around, ending);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
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
    return pipe.read(into);
  }

  @Override
  public String failure() {
    return pipe.failure();
  }

  @Override
  public void look() {
    pipe.look();
  }

  @Override
  public long heldBytes() {
    return pipe.heldBytes();
  }

  @Override
  public boolean mayHang() {
    return true;
  }

  @Override
  public void finish(Losses into) {
    pipe.finish(into);
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
