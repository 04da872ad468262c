package dev.tapewire.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedCheckpointStoreTest {
  private static final int SLOT_BYTES = 256;

  /** Up to the end of the profile's name; the rest of a slot is zero before and after. */
  private static final int WRITTEN_BYTES = 136 + 8;

  @TempDir Path directory;

  @Test
  void startsWithNothingConfirmed() {
    MappedCheckpointStore store = open();
    assertEquals(Checkpoint.START, store.load());
    assertFalse(store.damaged());
  }

  @Test
  void givesTheNewestBackAfterAnyNumberOfSaves() {
    for (int next = 1; next < 20; next++) {
      open().save(checkpoint(next));
      assertEquals(checkpoint(next), open().load());
    }
  }

  @Test
  void aTornSaveLeavesTheOneBefore() throws IOException {
    for (int torn = 0; torn < WRITTEN_BYTES; torn++) {
      Files.deleteIfExists(file());
      open().save(checkpoint(1));
      byte[] before = Files.readAllBytes(file());
      open().save(checkpoint(2));
      byte[] after = Files.readAllBytes(file());
      // The second save went to the first slot; it got no further than byte `torn`.
      System.arraycopy(before, torn, after, torn, SLOT_BYTES - torn);
      Files.write(file(), after);
      MappedCheckpointStore store = open();
      assertEquals(checkpoint(1), store.load(), "torn at byte " + torn);
      assertFalse(store.damaged());
    }
  }

  @Test
  void startsOverIfBothSlotsAreTornAndSaysSo() throws IOException {
    open().save(checkpoint(1));
    open().save(checkpoint(2));
    byte[] bytes = Files.readAllBytes(file());
    bytes[20] ^= 1;
    bytes[SLOT_BYTES + 20] ^= 1;
    Files.write(file(), bytes);
    MappedCheckpointStore store = open();
    assertEquals(Checkpoint.START, store.load());
    assertTrue(store.damaged());
    store.save(checkpoint(3));
    assertEquals(checkpoint(3), open().load());
  }

  @Test
  void refusesAProfileThatDoesNotFit() {
    Checkpoint wrong = new Checkpoint("", 0, 0, "0".repeat(64), "x".repeat(25), false);
    assertThrows(IllegalArgumentException.class, () -> open().save(wrong));
    assertEquals(Checkpoint.START, open().load());
  }

  private Checkpoint checkpoint(long next) {
    String incarnation = "%032x".formatted(next);
    return new Checkpoint(incarnation, next, next * 7, "ab".repeat(32), "tapewire", next % 2 == 0);
  }

  private MappedCheckpointStore open() {
    return MappedCheckpointStore.open(file());
  }

  private Path file() {
    return directory.resolve("to").resolve("key").resolve("checkpoint");
  }
}
