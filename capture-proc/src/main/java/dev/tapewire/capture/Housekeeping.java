package dev.tapewire.capture;

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
