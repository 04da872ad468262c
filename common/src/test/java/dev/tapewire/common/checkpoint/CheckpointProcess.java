package dev.tapewire.common.checkpoint;

import dev.tapewire.common.process.Deaths;
import dev.tapewire.common.process.Instants;
import dev.tapewire.common.process.Told;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that opens a store and saves checkpoints, and syncs them now and then, in two lives.
 * What it saves follows from a number.
 */
final class CheckpointProcess {
  private static final int SAVES = 20;
  private static final int SYNC_EVERY = 4;

  private CheckpointProcess() {}

  /** {@return where the process keeps the checkpoint in the directory {@code at}} */
  static Path file(Path at) {
    return at.resolve("to").resolve("key").resolve("checkpoint");
  }

  /** {@return the checkpoint that is saved as the {@code next}th} */
  static Checkpoint checkpoint(long next) {
    return next == 0
        ? Checkpoint.START
        : new Checkpoint(
            "%032x".formatted(next * 0x9E3779B97F4A7C15L),
            next,
            next * 1024,
            "%064x".formatted(next * 0x5851F42D4C957F2DL),
            next % 3 == 0 ? "" : "tapewire",
            next % 2 == 0);
  }

  public static void main(String[] args) throws Exception {
    Path at = Path.of(args[0]);
    run(Deaths.warm(at), false);
    run(at, true);
    Instants.done();
  }

  private static void run(Path at, boolean watched) throws IOException {
    Told told = new Told(at);
    if (watched) {
      Instants.ready();
    }
    for (int life = 0; life < 2; life++) {
      try (MappedCheckpointStore store = MappedCheckpointStore.open(file(at))) {
        for (int i = 0; i < SAVES; i++) {
          long next = store.load().next() + 1;
          store.save(checkpoint(next));
          told.tell(next);
          if (next % SYNC_EVERY == 0) {
            MappedCheckpointStore.sync(file(at));
          }
        }
      }
    }
  }
}
