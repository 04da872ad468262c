package dev.tapewire.capture;

import dev.tapewire.common.bell.Ringer;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.TapeDisk;
import dev.tapewire.common.tape.TapeWriter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread for what is due about a tape's disk each second and may have to wait for it: neither the
 * reader nor the writer ever waits for this. Started and closed by the main thread.
 */
final class Housekeeping implements AutoCloseable {
  private static final long TURN_NS = 1_000_000_000L;

  private final List<Runnable> chores;
  private final Thread thread = new Thread(this::run, "capture-housekeeping");
  private volatile boolean stopped;

  Housekeeping(List<Runnable> chores) {
    this.chores = List.copyOf(chores);
    thread.setDaemon(true); // It may hang in a disk that does not answer.
  }

  /** {@return the chores of a recording} */
  static Housekeeping of(
      SessionPaths paths,
      TapeWriter tape,
      CaptureSpec spec,
      RetentionRules rules,
      CaptureContext context,
      Ringer ringer) {
    try {
      TapeDisk disk = new TapeDisk(paths.directory());
      SpaceWatch space =
          new SpaceWatch(
              disk,
              tape.counters(),
              tape.header().format(),
              spec.kind() == SourceKind.FILE ? spec.speed() : 1,
              context.log());
      Retention retention = new Retention(paths, rules, disk, context.clock(), context.log());
      return new Housekeeping(List.of(ringer::look, retention::turn, space::look));
    } catch (IOException e) {
      throw TapewireException.failed(
          "can't ask for the space of " + paths.directory() + ": " + e.getMessage(), e);
    }
  }

  /** Begins with the first turn. */
  void start() {
    thread.start();
  }

  private void run() {
    while (!stopped) {
      chores.forEach(Runnable::run);
      LockSupport.parkNanos(TURN_NS);
    }
  }

  /** Lets it end after the turn that it is in, and does not wait for that. */
  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
  }
}
