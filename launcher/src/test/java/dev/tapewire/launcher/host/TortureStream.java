package dev.tapewire.launcher.host;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One stream under torture: sessions one after another, in a network and on disks of its own. Its
 * thread runs the sessions, the torturer's thread strikes between; both under its lock.
 */
final class TortureStream implements Closeable {
  /** What a session of a minute may take with everything in its way. */
  private static final Duration SESSION_MAX = Duration.ofMinutes(15);

  private static final Duration ORPHANS_MAX = Duration.ofMinutes(2);
  private static final int KILLED = 128 + 9;
  private static final int REFUSED = 1;

  /** A sender that was killed found no byte left either; all is recorded, and the rest is told. */
  private static final int OWED = 3;

  private final String name;
  private final Studio studio;
  private final PrivateNetwork network;
  private final LoopDisk tapeDisk;
  private final LoopDisk storeDisk;
  private final WallClock wallClock;
  private final Reliefs reliefs = new Reliefs();
  private AppendServer server;
  private Program run;
  private TortureSession session;
  private boolean closed;

  private TortureStream(String name, Path directory) throws Exception {
    this.name = name;
    this.network = PrivateNetwork.open(directory);
    this.tapeDisk = LoopDisk.open(Files.createDirectory(directory.resolve("a")));
    this.storeDisk = LoopDisk.open(Files.createDirectory(directory.resolve("b")));
    this.studio = new Studio(directory, tapeDisk.path().resolve("tapes"));
    this.wallClock = WallClock.open(directory);
    studio.runUnder(
        wallClock == null ? network.prefix() : network.prefix().with(wallClock.environment()));
    // Whoever cuts the torture off must not keep its disks, its network and its processes.
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeInAnyCase, "cleanup " + name));
  }

  /** {@return a stream to our own receiver} */
  static TortureStream toReceiver(Path directory) throws Exception {
    return new TortureStream("tapewire.v1", Files.createDirectory(directory));
  }

  /** {@return a stream to a plain server} */
  static TortureStream toPlainServer(Path directory) throws Exception {
    TortureStream stream = new TortureStream("raw", Files.createDirectory(directory));
    Studio room = stream.studio.keep(new Studio(directory));
    room.runUnder(stream.network.prefix());
    stream.server = room.appendServer(stream.storeDisk.path().resolve("heard.raw"), 0);
    return stream;
  }

  /** Runs a session to its end, whatever strikes. {@return what became of its samples} */
  Verdict run(TortureSession next) throws Exception {
    Program program = begin(next);
    int code = next.end(program, SESSION_MAX);
    while (code == KILLED || foundNoSpace(code, program)) {
      awaitOrphansGone();
      Patience.await("space on the tape's disk", ORPHANS_MAX, this::tapeHasSpace);
      program = begin(next);
      code = next.end(program, SESSION_MAX);
    }
    synchronized (this) {
      run = null;
      reliefs.endAll();
    }
    if (code != 0) {
      throw new AssertionError(name + " gave " + code + ": " + program);
    }
    Verdict verdict = next.check();
    if (verdict.isGood()) {
      next.delete();
    }
    return verdict;
  }

  /** Who begins on a disk without a byte left is refused, in a line; it is gone on with later. */
  private static boolean foundNoSpace(int code, Program program) {
    boolean refused = code == REFUSED || code == OWED;
    return refused && program.err().contains("No space left on device");
  }

  private synchronized boolean tapeHasSpace() {
    return reliefs.isFree(Torment.TAPE);
  }

  private synchronized Program begin(TortureSession next) throws Exception {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
    session = next;
    run = next.start();
    return run;
  }

  private void awaitOrphansGone() throws Exception {
    Patience.await(
        "the end of what a killed supervisor left",
        ORPHANS_MAX,
        () ->
            studio.pids("capture").isEmpty()
                && studio.pids("sender").isEmpty()
                && studio.pids("receiver").isEmpty());
  }

  /** {@return the protocol} */
  String name() {
    return name;
  }

  Studio studio() {
    return studio;
  }

  PrivateNetwork network() {
    return network;
  }

  LoopDisk tapeDisk() {
    return tapeDisk;
  }

  LoopDisk storeDisk() {
    return storeDisk;
  }

  /** {@return the clock of the stream's processes but the plain server; null: the machine's} */
  WallClock wallClock() {
    return wallClock;
  }

  /** {@return the plain server, or null} */
  AppendServer server() {
    return server;
  }

  /** Strikes, if there is a session and it can be done. {@return what it hit, or null} */
  synchronized Hit strike(Torment torment, Dice dice) throws Exception {
    if (closed || run == null || !run.alive() || !session.isUnderWay() || !torment.applies(this)) {
      return null;
    }
    boolean windowOpen = LiveFigures.windowIsOpen(session.directory());
    torment.strike(this, dice);
    return new Hit(torment, windowOpen);
  }

  /** Takes away what has lasted its time. */
  synchronized void relieve() throws Exception {
    if (!closed) {
      reliefs.endDue();
    }
  }

  boolean isFree(String slot) {
    return reliefs.isFree(slot);
  }

  void relieveAfter(String slot, Duration time, Reliefs.End end) {
    reliefs.add(slot, time, end);
  }

  /** {@return whether the supervisor may die: a command that is the source would die with it} */
  boolean supervisorMayDie() {
    return session.isFile();
  }

  long supervisorPid() {
    return run.pid();
  }

  /** {@return whether a process of this name runs} */
  boolean runs(String process) throws IOException {
    return !pids(process).isEmpty();
  }

  /** Sends a signal to the process of this name. */
  void signal(String process, String signal) throws Exception {
    for (long pid : pids(process)) {
      send(pid, signal);
    }
  }

  /** Stops the process of this name in its tracks for a while. */
  void stop(String process, Duration time) throws Exception {
    List<Long> pids = pids(process);
    for (long pid : pids) {
      send(pid, "STOP");
    }
    relieveAfter(
        process,
        time,
        () -> {
          for (long pid : pids) {
            send(pid, "CONT");
          }
        });
  }

  private List<Long> pids(String process) throws IOException {
    if (process.equals("supervisor")) {
      return List.of(run.pid());
    }
    boolean plain = process.equals("receiver") && server != null;
    return plain ? List.of(server.pid()) : studio.pids(process);
  }

  private static void send(long pid, String signal) throws Exception {
    // It may be gone meanwhile, which is nobody's fault.
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    List<Closeable> parts =
        new ArrayList<>(List.of(reliefs, studio, network::killAll, storeDisk, tapeDisk, network));
    if (wallClock != null) {
      parts.add(wallClock);
    }
    IOException first = null;
    for (Closeable part : parts) {
      try {
        part.close();
      } catch (IOException | AssertionError e) {
        // The others must go all the same.
        first = first == null ? new IOException("could not clean up after " + name, e) : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private synchronized void closeInAnyCase() {
    try {
      if (!closed) {
        close();
        Trees.delete(studio.directory());
      }
    } catch (IOException e) {
      System.out.println("Torture: " + e.getMessage() + ": " + e.getCause());
    }
  }

  /** One strike. Immutable. */
  record Hit(Torment torment, boolean windowOpen) {}
}
