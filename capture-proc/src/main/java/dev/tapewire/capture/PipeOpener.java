package dev.tapewire.capture;

import dev.tapewire.capture.soundfile.HeadMemory;
import dev.tapewire.capture.soundfile.HeaderException;
import dev.tapewire.capture.soundfile.SoundPipe;
import dev.tapewire.capture.source.PipeIdentity;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.cli.ShellWord;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.Tape;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for a pipe's first bytes, which say whether it is raw PCM or has a header. A pipe that an
 * earlier life of capture has begun to read is in mid-stream: what that one found holds. Confined
 * to one thread.
 */
final class PipeOpener {
  private static final long LOOK_NS = 2_000_000L;

  /**
   * A pipe that an earlier life has begun opens without waiting, but for the rest of a torn sample;
   * a busy machine may take seconds for that.
   */
  private static final long BEGUN_STOP_NS_MAX = 10_000_000_000L;

  /** Nobody takes so long to begin without a reason that is worth a line. */
  private static final long TELL_NS = 3_000_000_000L;

  private final CaptureSpec spec;
  private final SessionPaths first;
  private final CaptureContext context;
  private final BooleanSupplier stopped;

  /** A stop was asked for before the pipe gave anything. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Opens pipes.
   *
   * @param first session of the recording; null: it has no name yet
   * @param stopped whether to give up waiting
   */
  PipeOpener(
      CaptureSpec spec, SessionPaths first, CaptureContext context, BooleanSupplier stopped) {
    this.spec = spec;
    this.first = first;
    this.context = context;
    this.stopped = stopped;
  }

  /**
   * {@return the samples of a pipe}
   *
   * @throws StoppedException if a stop was asked for meanwhile, and what was begun can't be ended
   * @throws TapewireException failed: it gives no PCM
   */
  SoundPipe open(InputStream in, PipeIdentity identity) {
    try {
      PipeCounters counters = first == null ? null : PipeCounters.find(first);
      boolean goesOn =
          counters != null
              && Tape.hasBegun(first)
              && identity.isThatOf(counters.counters().get(CaptureCounter.PIPE_ID));
      HeadMemory memory = new HeadMemory(PipeCounters.head(identity.id()));
      // Without a supervisor, another pipe may have come to the same name.
      if (!goesOn && (identity.rewound() || context.supervisorPid() == 0)) {
        memory.clear();
      }
      long given = goesOn ? counters.counters().get(CaptureCounter.PIPE_BYTES) : 0;
      SoundPipe pipe = await(in, memory, given, goesOn ? BEGUN_STOP_NS_MAX : 0);
      if (goesOn) {
        counters.counters().set(CaptureCounter.PIPE_BYTES, given + pipe.lostBytes());
      } else if (pipe.type() != null) {
        tell(pipe);
      }
      return pipe;
    } catch (IOException e) {
      throw TapewireException.failed("can't read the source's pipe: " + IoReason.of(e), e);
    }
  }

  private SoundPipe await(InputStream in, HeadMemory memory, long given, long stopNsMax) {
    CompletableFuture<SoundPipe> opening = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                opening.complete(SoundPipe.open(in, memory, spec.format(), given, this::warn));
              } catch (IOException | RuntimeException | Error e) {
                opening.completeExceptionally(e);
              }
            },
            "capture-first-bytes");
    reader.setDaemon(true); // It may hang in a read for ever.
    reader.start();
    long tellNs = context.clock().monotonicNs() + TELL_NS;
    long leaveNs = Long.MAX_VALUE;
    while (!opening.isDone()) {
      long nowNs = context.clock().monotonicNs();
      leaveNs = stopped.getAsBoolean() ? Math.min(leaveNs, nowNs + stopNsMax) : leaveNs;
      if (nowNs >= leaveNs) {
        throw new StoppedException();
      }
      if (nowNs >= tellNs) {
        tellNs = Long.MAX_VALUE;
        context.log().warn("the source has given nothing yet; waiting for it");
      }
      LockSupport.parkNanos(LOOK_NS);
    }
    try {
      return opening.join();
    } catch (CompletionException e) {
      throw failed(e.getCause());
    }
  }

  private void tell(SoundPipe pipe) {
    PcmFormat asked = spec.format();
    String line = name() + " begins as " + article(pipe.type()) + " file";
    if (asked.equals(pipe.format())) {
      context.log().info(line + "; its header is left out");
    } else {
      warn(
          "begins as "
              + article(pipe.type())
              + " file; recorded as its header says, "
              + pipe.format()
              + ", not "
              + asked);
    }
  }

  private static String article(String type) {
    return (type.startsWith("A") ? "an " : "a ") + type;
  }

  private void warn(String what) {
    context.log().warn(name() + " " + what);
  }

  private String name() {
    return spec.kind() == SourceKind.STDIN ? "standard input" : "the source's command";
  }

  private TapewireException failed(Throwable cause) {
    if (!(cause instanceof HeaderException header)) {
      return TapewireException.failed("can't read the source's pipe: " + IoReason.of(cause), cause);
    }
    if (header.decoder() == null) {
      return TapewireException.failed(
          name() + " begins as a sound file, but " + header.getMessage(), header);
    }
    String ffmpeg = "ffmpeg -v error -i - " + header.decoder();
    String way =
        spec.kind() == SourceKind.STDIN
            ? "... | " + ffmpeg + " | tapewire ... --source -"
            : "--source "
                + ShellWord.quoted(
                    SourceKind.COMMAND_PREFIX
                        + spec.source().substring(SourceKind.COMMAND_PREFIX.length())
                        + " | "
                        + ffmpeg);
    return TapewireException.failed(
        name() + " gives no PCM: " + header.getMessage() + "; decode it: " + way, header);
  }
}
