package dev.tapewire.capture;

import dev.tapewire.capture.device.MicSource;
import dev.tapewire.capture.soundfile.SoundPipe;
import dev.tapewire.capture.source.AudioSource;
import dev.tapewire.capture.source.CommandEnd;
import dev.tapewire.capture.source.CommandSource;
import dev.tapewire.capture.source.Ending;
import dev.tapewire.capture.source.FileSource;
import dev.tapewire.capture.source.PipeIdentity;
import dev.tapewire.capture.source.PipeSource;
import dev.tapewire.capture.source.Surroundings;
import dev.tapewire.capture.source.ToneSource;
import dev.tapewire.common.agent.Backoff;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.time.Clock;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Opens the source that a spec names. Confined to one thread. */
final class SourceOpener {
  private static final long RETRY_FIRST_NS = 100_000_000L;
  private static final long RETRY_CAP_NS = 5_000_000_000L;
  private static final long STOP_POLL_NS = 50_000_000L;

  private final CaptureSpec spec;
  private final ProcessScope scope;
  private final long supervisorPid;
  private final Clock clock;
  private final RandomGenerator random;
  private final Log log;
  private final Surroundings around;
  private final SessionPaths first;
  private final PipeOpener pipes;

  /**
   * Opens the source of {@code spec}.
   *
   * @param first session of the recording; null: it has no name yet
   */
  SourceOpener(CaptureSpec spec, SessionPaths first, CaptureContext context) {
    this.spec = spec;
    this.scope = context.scope();
    this.supervisorPid = context.supervisorPid();
    this.clock = context.clock();
    this.random = context.random();
    this.log = context.log();
    this.first = first;
    this.around = new Surroundings(clock, LockSupport::parkNanos, log);
    this.pipes = new PipeOpener(spec, first, context, this::stopped);
  }

  /**
   * Opens it, waiting for an input if that is wanted. A recording that has begun waits with its
   * tape open, so that its outage is seen and has its gap.
   *
   * @param piped how a command's output comes as standard input; null: the command is to be started
   * @return null if a stop was asked for meanwhile
   */
  AudioSource open(SourcePlan.Piped piped) {
    Backoff backoff = backoff();
    boolean told = false;
    while (true) {
      try {
        return openOnce(piped);
      } catch (PipeOpener.StoppedException e) {
        return null;
      } catch (TapewireException e) {
        if (!spec.waitDevice() || spec.kind() != SourceKind.MIC) {
          throw e;
        }
        if (first != null && Tape.hasBegun(first)) {
          return mic(e.getMessage());
        }
        if (!told) {
          log.info("waiting for the audio input: " + e.getMessage());
        }
        told = true;
      }
      if (!waitFor(backoff.nextNs())) {
        return null;
      }
    }
  }

  private AudioSource openOnce(SourcePlan.Piped piped) {
    return switch (spec.kind()) {
      case FILE -> new FileSource(Path.of(spec.source()), spec.speed(), around);
      case TONE -> new ToneSource(spec.format(), around);
      case STDIN -> standardInput(Ending.UNKNOWN);
      case COMMAND ->
          piped == null
              ? new CommandSource(
                  command(), output -> pipes.open(output, PipeIdentity.UNKNOWN), around)
              : standardInput(ending(piped));
      case MIC -> mic(null);
    };
  }

  private String command() {
    return spec.source().substring(SourceKind.COMMAND_PREFIX.length());
  }

  private Ending ending(SourcePlan.Piped piped) {
    return piped.exit() == null
        ? Ending.UNKNOWN
        : CommandEnd.toldIn(piped.exit(), command(), around);
  }

  private AudioSource standardInput(Ending ending) {
    PipeIdentity identity = StandardInput.identity(supervisorPid);
    SoundPipe in = pipes.open(StandardInput.open(), identity);
    return new PipeSource(in, identity, in.format(), around, ending);
  }

  /** Opens the input, unless it is {@code lostFor} a reason. */
  private AudioSource mic(String lostFor) {
    String name =
        spec.source().startsWith(SourceKind.MIC_PREFIX)
            ? spec.source().substring(SourceKind.MIC_PREFIX.length())
            : "";
    int frameSamples = spec.frameSamplesOf(spec.format());
    return lostFor == null
        ? MicSource.open(name, spec.format(), frameSamples, around, backoff())
        : MicSource.lost(name, spec.format(), frameSamples, around, backoff(), lostFor);
  }

  private Backoff backoff() {
    return new Backoff(RETRY_FIRST_NS, RETRY_CAP_NS, random);
  }

  private boolean waitFor(long ns) {
    long untilNs = clock.monotonicNs() + ns;
    while (clock.monotonicNs() < untilNs) {
      if (stopped()) {
        return false;
      }
      LockSupport.parkNanos(STOP_POLL_NS);
    }
    return true;
  }

  private boolean stopped() {
    return scope.stopRequested() || scope.orphaned();
  }
}
