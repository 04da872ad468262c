package dev.tapewire.common.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.process.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that appends replies is killed; what it had appended is there, each reply once. */
class ReplyKillTest {
  private static final int KILLS = Boolean.getBoolean("tapewire.full") ? 40 : 3;
  private static final int MORE_MAX = 30;
  private static final long SEED = Long.getLong("tapewire.seed", System.nanoTime());

  @TempDir private Path directory;

  @Test
  @Timeout(600)
  void everythingAppendedIsThereAfterAKill() throws Exception {
    Path tapes = directory.resolve("tapes");
    Random random = new Random(SEED);
    Replies replies = new Replies(tapes, 1, null);
    long before = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Path at = directory.resolve("told" + kill);
      Process process = ReplyProcess.start(tapes, at);
      long wanted = before + 1 + random.nextInt(MORE_MAX);
      while (process.isAlive() && told(at) < wanted) {
        Thread.onSpinWait();
      }
      process.destroyForcibly().waitFor();
      List<Reply> read = replies.readAll();
      String what = "seed " + SEED + ", kill " + kill + ", told " + Told.in(at);
      assertTrue(Told.in(at) >= wanted, what);
      assertTrue(read.size() >= Told.in(at) && read.size() <= Told.in(at) + 1, what);
      for (int i = 0; i < read.size(); i++) {
        assertEquals(ReplyProcess.reply(i), read.get(i), what);
      }
      before = read.size();
    }
  }

  private static long told(Path at) throws IOException {
    Path file = at.resolve("told");
    return Files.exists(file) && Files.size(file) > 0 ? Told.in(at) : 0;
  }
}
