package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes, files and sockets under one fault after another for as long as {@code
 * -Dtapewire.torture.minutes=N} says; {@code -Dtapewire.seed=N} deals the faults of a printed seed
 * again. Prints a ledger, and writes it to {@code target/torture.md}.
 */
class TortureIT {
  private static final Integer MINUTES = Integer.getInteger("tapewire.torture.minutes");

  /** From so many minutes on the counts that docs/reliability.md speaks of must be reached. */
  private static final int LONG_MINUTES = 30;

  private static final int FAULTS_MIN = 500;
  private static final int FAULTS_OF_EACH_MIN = 20;
  private static final double SHARE_MAX = 0.3;

  @TempDir Path directory;

  private final long seed = Long.getLong("tapewire.seed", System.nanoTime());
  private final TortureLedger ledger = new TortureLedger();
  private List<Torment> kinds = List.of();

  @Test
  void losesNothing() throws Exception {
    Host.assume(MINUTES != null, "torture runs with -Dtapewire.torture.minutes=N only");
    Host.assumePython("websockets");
    Host.figure(this, "seed %d, %d minutes", seed, MINUTES);
    try (TortureStream own = TortureStream.toReceiver(directory.resolve("own"));
        TortureStream plain = TortureStream.toPlainServer(directory.resolve("plain"))) {
      Torture torture = new Torture(List.of(own, plain), seed, ledger);
      kinds = torture.kinds();
      if (!kinds.contains(Torment.CLOCK_STEPPED)) {
        Host.figure(this, "no clock is stepped: needs libfaketime; .ci/run installs it");
      }
      torture.run(Duration.ofMinutes(MINUTES), this::next);
    } finally {
      tell();
    }

    assertEquals(0, ledger.all().lost());
    if (MINUTES >= LONG_MINUTES) {
      assertTrue(ledger.faults() >= FAULTS_MIN, "faults: " + ledger.faults());
      assertTrue(ledger.shareMax() <= SHARE_MAX, "largest share: " + ledger.shareMax());
      for (Torment torment : kinds) {
        assertTrue(ledger.faults(torment) >= FAULTS_OF_EACH_MIN, torment.title());
      }
    }
  }

  /** Every third session to our own receiver is live. */
  private TortureSession next(TortureStream stream, int count) throws Exception {
    boolean live = stream.server() == null && count % 3 == 2;
    String id = "s" + count;
    return live
        ? new PipedTortureSession(stream, id)
        : new FileTortureSession(stream, id, seed + count);
  }

  private void tell() throws Exception {
    List<String> lines = new java.util.ArrayList<>();
    lines.add("Seed " + seed + ", " + MINUTES + " minutes.");
    lines.add("");
    lines.addAll(ledger.lines());
    lines.forEach(System.out::println);
    Files.write(Path.of("target", "torture.md"), lines);
  }
}
