package dev.tapewire.common.checkpoint;

import dev.tapewire.common.fuzz.Input;
import dev.tapewire.common.fuzz.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/** Any bytes as a checkpoint's file: what it loads can be saved, and is then loaded again. */
public final class CheckpointFuzz {
  private static final int SLOT_BYTES = 256;
  private static final int USED_BYTES = 160;

  /** One input in so many is a file: each leaves a mapping, which makes the next one slower. */
  private static final int FILES_ONE_IN = 128;

  private static final Path FILE = Scratch.file("one.checkpoint");

  private CheckpointFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    Input input = new Input(bytes);
    int repaired = input.below(4);
    boolean file = input.below(FILES_ONE_IN) == 0;
    byte[] content = input.rest();
    for (int slot = 0; slot < 2; slot++) {
      if ((repaired >> slot & 1) == 1 && content.length >= slot * SLOT_BYTES + USED_BYTES) {
        repair(content, slot * SLOT_BYTES);
      }
    }
    if (file) {
      write(content);
      saveAndLoad(() -> MappedCheckpointStore.open(FILE));
    } else {
      ByteBuffer memory = ByteBuffer.wrap(Arrays.copyOf(content, 2 * SLOT_BYTES));
      saveAndLoad(() -> MappedCheckpointStore.over(memory));
    }
  }

  private static void write(byte[] content) {
    try {
      Files.write(FILE, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void saveAndLoad(Supplier<MappedCheckpointStore> open) {
    Checkpoint loaded;
    try (MappedCheckpointStore store = open.get()) {
      loaded = store.load();
    }
    Checkpoint next = new Checkpoint(loaded.incarnation(), 77, 7, "d", "raw", true);
    try (MappedCheckpointStore store = open.get()) {
      store.save(next);
    }
    try (MappedCheckpointStore store = open.get()) {
      if (!store.load().equals(next)) {
        throw new AssertionError("saved " + next + ", loaded " + store.load());
      }
    }
  }

  private static void repair(byte[] content, int at) {
    ByteBuffer words = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    words.putInt(at + 4, 1);
    CRC32C crc = new CRC32C();
    crc.update(content, at + 4, USED_BYTES - 4);
    words.putInt(at, (int) crc.getValue());
  }
}
