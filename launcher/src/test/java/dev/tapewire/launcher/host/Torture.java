package dev.tapewire.launcher.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Strikes streams, one fault after another and often several at once, for as long as asked. Every
 * kind comes up once in each round, so that none is rare. Confined to the test's thread.
 */
final class Torture {
  private static final int PAUSE_MS_MIN = 300;
  private static final int PAUSE_MS_MAX = 3300;
  private static final Duration STEP = Duration.ofMillis(50);
  private static final Duration TELL = Duration.ofSeconds(30);

  private final List<TortureStream> streams;
  private final Dice dice;
  private final TortureLedger ledger;
  private final List<Torment> round = new ArrayList<>();
  private final List<Future<?>> running = new ArrayList<>();
  private volatile boolean over;

  Torture(List<TortureStream> streams, long seed, TortureLedger ledger) {
    this.streams = streams;
    this.dice = new Dice(seed);
    this.ledger = ledger;
  }

  /** Tortures for {@code time}, then lets the sessions that run come to their end. */
  void run(Duration time, Sessions sessions) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(streams.size());
    try {
      for (TortureStream stream : streams) {
        running.add(threads.submit(() -> serve(stream, sessions)));
      }
      strikeFor(time);
      over = true;
      while (running.stream().anyMatch(each -> !each.isDone())) {
        rest();
      }
      rest();
    } finally {
      over = true;
      threads.shutdownNow();
    }
  }

  private Void serve(TortureStream stream, Sessions sessions) throws Exception {
    for (int count = 1; !over; count++) {
      Verdict verdict = stream.run(sessions.next(stream, count));
      ledger.note(stream.name(), verdict);
      System.out.println("Torture: " + stream.name() + " session " + count + ": " + verdict);
      if (!verdict.isGood()) {
        throw new AssertionError(stream.name() + ": " + verdict);
      }
    }
    return null;
  }

  private void strikeFor(Duration time) throws Exception {
    long startNs = System.nanoTime();
    long dueNs = startNs;
    long tellNs = startNs;
    while (System.nanoTime() - startNs < time.toNanos()) {
      rest();
      if (System.nanoTime() - dueNs >= 0 && strike()) {
        dueNs = System.nanoTime() + dice.between(PAUSE_MS_MIN, PAUSE_MS_MAX).toNanos();
      }
      if (System.nanoTime() - tellNs > TELL.toNanos()) {
        tellNs = System.nanoTime();
        System.out.println("Torture: " + ledger.faults() + " faults");
      }
    }
  }

  /** Strikes once, if any stream is there to be struck. {@return whether it did} */
  private boolean strike() throws Exception {
    if (round.isEmpty()) {
      round.addAll(kinds());
      dice.shuffle(round);
    }
    int first = dice.below(streams.size());
    for (Torment torment : round) {
      for (int i = 0; i < streams.size(); i++) {
        TortureStream stream = streams.get((first + i) % streams.size());
        TortureStream.Hit hit = stream.strike(torment, dice);
        if (hit != null) {
          ledger.note(hit);
          round.remove(torment);
          return true;
        }
      }
    }
    return false;
  }

  /** {@return the kinds of fault that this machine can make} */
  List<Torment> kinds() {
    List<Torment> kinds = new ArrayList<>(List.of(Torment.values()));
    if (streams.stream().anyMatch(stream -> stream.wallClock() == null)) {
      kinds.remove(Torment.CLOCK_STEPPED);
    }
    return kinds;
  }

  private void rest() throws Exception {
    Patience.pass(STEP);
    for (TortureStream stream : streams) {
      stream.relieve();
    }
    for (Future<?> each : running) {
      if (each.isDone()) {
        try {
          each.get();
        } catch (ExecutionException e) {
          throw new AssertionError("a session went wrong", e.getCause());
        }
      }
    }
  }

  /** Says which session comes next. */
  interface Sessions {
    /** {@return the session number {@code count} of {@code stream}, from 1 on} */
    TortureSession next(TortureStream stream, int count) throws Exception;
  }
}
