package dev.tapewire.capture;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.tape.TapeDisk;
import dev.tapewire.common.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread for what is due about the tapes' disk each second and may have to wait for it: neither a
 * reader nor a writer ever waits for this. One for all sessions of the process. Started and closed
 * by the main thread; guests come and go on any.
 */
final class Housekeeping implements AutoCloseable {
  private static final long TURN_NS = 1_000_000_000L;

  private final Set<Guest> guests = ConcurrentHashMap.newKeySet();
  private final SpaceWatch space;
  private final Retention retention;
  private final Log log;
  private final Thread thread = new Thread(this::run, "capture-housekeeping");
  private final Set<String> failing = new HashSet<>();
  private volatile boolean stopped;

  /**
   * What is due for one session. Immutable.
   *
   * @param session its id
   * @param space what its recording makes of the disk
   * @param bell looks who is to be told of what is appended
   */
  record Guest(String session, SpaceWatch.Use space, Runnable bell) {}

  /** Makes that of {@code tapes}, which is a directory. */
  Housekeeping(Path tapes, RetentionRules rules, Clock clock, Log log) {
    this.log = log;
    try {
      this.space = new SpaceWatch(new TapeDisk(tapes), log);
      this.retention = new Retention(tapes, this::isRecordedHere, rules, clock, log);
    } catch (IOException e) {
      throw TapewireException.failed(
          "can't ask for the space of " + tapes + ": " + IoReason.of(e), e);
    }
    thread.setDaemon(true); // It may hang in a disk that does not answer.
  }

  private boolean isRecordedHere(String session) {
    return guests.stream().anyMatch(guest -> guest.session().equals(session));
  }

  /** Begins. */
  void start() {
    thread.start();
  }

  /** {@return whether it does its work} */
  boolean isAlive() {
    return thread.isAlive();
  }

  /** Cares for {@code guest}, from now on and at once. */
  void add(Guest guest) {
    guests.add(guest);
    space.add(guest.space());
    LockSupport.unpark(thread);
  }

  /** Cares for it no more, but for the turn that it is in. */
  void remove(Guest guest) {
    space.remove(guest.space());
    guests.remove(guest);
  }

  private void run() {
    while (!stopped) {
      guests.forEach(this::look);
      turn("drop delivered audio", retention::turn);
      turn("look at the disk's space", space::look);
      LockSupport.parkNanos(TURN_NS);
    }
  }

  /** One that fails is tried again at the next turn, and the others have theirs. */
  private void turn(String what, Runnable work) {
    try {
      work.run();
      failing.remove(what);
    } catch (RuntimeException | Error e) {
      if (failing.add(what)) {
        log.warn("can't " + what + ": " + IoReason.of(e) + "; tried again each second", e);
      }
    }
  }

  private void look(Guest guest) {
    try {
      guest.bell().run();
    } catch (RuntimeException e) {
      guests.remove(guest); // The others go on; who delivers it looks by itself.
      log.warn("can't look who delivers session " + guest.session() + ": " + IoReason.of(e), e);
    }
  }

  /** Lets it end after the turn that it is in, and does not wait for that. */
  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
  }
}
