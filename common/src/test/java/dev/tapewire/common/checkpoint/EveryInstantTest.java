package dev.tapewire.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tapewire.common.process.Deaths;
import dev.tapewire.common.process.Instants;
import dev.tapewire.common.process.Told;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who keeps a checkpoint dies at every system call, and between any two of a save's stores into
 * memory, whichever of them came first. What is there is the newest checkpoint or the one before.
 */
@Timeout(1800)
class EveryInstantTest {
  private static final int SLOTS_BYTES = 512;
  private static final int SUBSETS = Boolean.getBoolean("tapewire.full") ? 1_000_000 : 20_000;

  @TempDir private Path directory;

  private final long seed = Long.getLong("tapewire.seed", System.nanoTime());

  @Test
  void whateverWasSavedIsThereWhereverItsKeeperDied() throws Exception {
    assumeTrue(Instants.possible(), "needs strace and leave to trace");
    Deaths.anywhere(
        "a checkpoint",
        directory,
        new Deaths.Scene() {
          @Override
          public Process start(Path at) throws IOException {
            return Instants.start(CheckpointProcess.class, at.toString());
          }

          @Override
          public double check(Path at, String what) throws IOException {
            return checkStore(at, what);
          }
        });
  }

  private static double checkStore(Path at, String what) throws IOException {
    long promised = Told.in(at);
    long beganNs = System.nanoTime();
    MappedCheckpointStore store = MappedCheckpointStore.open(CheckpointProcess.file(at));
    double ms = (System.nanoTime() - beganNs) / 1e6;
    assertFalse(store.damaged(), what);
    long next = store.load().next();
    assertTrue(next == promised || next == promised + 1, what + ": " + next + " of " + promised);
    assertEquals(CheckpointProcess.checkpoint(next), store.load(), what);
    store.save(CheckpointProcess.checkpoint(next + 1));
    Checkpoint again = MappedCheckpointStore.read(CheckpointProcess.file(at));
    assertEquals(CheckpointProcess.checkpoint(next + 1), again, what);
    return ms;
  }

  @Test
  void aSaveIsThereOrNotWhicheverOfItsStoresWere() {
    for (int saves = 0; saves < 4; saves++) {
      ByteBuffer before = saved(saves);
      ByteBuffer after = saved(saves + 1);
      for (int done = 0; done <= SLOTS_BYTES; done++) {
        int stores = done;
        check(before, after, saves, at -> at < stores);
        check(before, after, saves, at -> at >= SLOTS_BYTES - stores);
      }
    }
    Random random = new Random(seed);
    for (int i = 0; i < SUBSETS; i++) {
      long saves = i % 4;
      long words = random.nextLong();
      check(saved(saves), saved(saves + 1), saves, at -> (words >>> (at / Long.BYTES) & 1) == 1);
    }
  }

  private interface Stored {
    /** Whether the byte was stored. */
    boolean is(int at);
  }

  private void check(ByteBuffer before, ByteBuffer after, long saves, Stored stored) {
    ByteBuffer torn = ByteBuffer.allocate(SLOTS_BYTES);
    boolean all = true;
    for (int at = 0; at < SLOTS_BYTES; at++) {
      torn.put(at, stored.is(at) ? after.get(at) : before.get(at));
      all &= torn.get(at) == after.get(at);
    }
    assertEquals(
        CheckpointProcess.checkpoint(all ? saves + 1 : saves),
        MappedCheckpointStore.over(torn).load(),
        "seed " + seed + ", " + saves + " saves");
  }

  private static ByteBuffer saved(long saves) {
    ByteBuffer memory = ByteBuffer.allocate(SLOTS_BYTES);
    MappedCheckpointStore store = MappedCheckpointStore.over(memory);
    for (int i = 1; i <= saves; i++) {
      store.save(CheckpointProcess.checkpoint(i));
    }
    return memory;
  }
}
