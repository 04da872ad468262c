package dev.tapewire.common.checkpoint;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.OwnFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A checkpoint in a mapped file: a save is a copy in memory, without a system call, and outlives a
 * kill of the process. Two slots are written in turn, so a death in mid-save leaves the one before.
 * Confined to one thread.
 *
 * <pre>
 * each slot, 256 bytes, little-endian
 *   0  u32  crc32c of bytes [4, 160)
 *   4  u32  1: the version of this layout
 *   8  u64  generation: the greater is the newer
 *  16  u64  next
 *  24  u64  position
 *  32  u64  1: complete
 *  40  incarnation, 32 bytes; 72 digest, 64 bytes; 136 profile, 24 bytes: ASCII, rest 0
 * </pre>
 */
public final class MappedCheckpointStore implements CheckpointStore {
  private static final int SLOT_BYTES = 256;
  private static final int SLOTS = 2;
  private static final int USED_BYTES = 160;
  private static final int VERSION = 1;
  private static final int VERSION_AT = 4;
  private static final int GENERATION_AT = 8;
  private static final int NEXT_AT = 16;
  private static final int POSITION_AT = 24;
  private static final int COMPLETE_AT = 32;
  private static final int INCARNATION_AT = 40;
  private static final int DIGEST_AT = 72;
  private static final int PROFILE_AT = 136;

  private final ByteBuffer map;
  private final byte[] bytes = new byte[USED_BYTES];
  private final ByteBuffer slot = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private final boolean damaged;
  private Checkpoint newest = Checkpoint.START;
  private long generation;

  private MappedCheckpointStore(ByteBuffer map) {
    this.map = map;
    boolean written = false;
    boolean valid = false;
    for (int i = 0; i < SLOTS; i++) {
      map.get(i * SLOT_BYTES, bytes);
      written |= slot.getInt(VERSION_AT) != 0;
      if (isValid()) {
        valid = true;
        if (slot.getLong(GENERATION_AT) > generation) {
          generation = slot.getLong(GENERATION_AT);
          newest = decode();
        }
      }
    }
    damaged = written && !valid;
  }

  /**
   * Opens a store, making the file and its directory if there is none.
   *
   * @throws TapewireException if it can't be made
   */
  public static MappedCheckpointStore open(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel =
          OwnFiles.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        int missing = (int) Math.max(0, SLOTS * SLOT_BYTES - channel.size());
        // Written, not only mapped: on a full disk a page that is not there yet is fatal.
        channel.write(ByteBuffer.allocate(missing), channel.size());
        return over(channel.map(FileChannel.MapMode.READ_WRITE, 0, SLOTS * SLOT_BYTES));
      }
    } catch (IOException e) {
      throw TapewireException.failed(
          "can't keep the checkpoint " + file + ": " + IoReason.of(e), e);
    }
  }

  /**
   * {@return the newest checkpoint in {@code file}, which is not changed; START if there is none,
   * or what is there is nothing that we wrote}
   */
  public static Checkpoint read(Path file) throws IOException {
    if (!OwnFiles.isFile(file) || Files.size(file) < SLOTS * SLOT_BYTES) {
      return Checkpoint.START;
    }
    try (FileChannel channel = OwnFiles.read(file)) {
      return new MappedCheckpointStore(
              channel.map(FileChannel.MapMode.READ_ONLY, 0, SLOTS * SLOT_BYTES))
          .load();
    }
  }

  /** Opens a store over memory of two slots, 512 bytes: a file's, or a test's. */
  public static MappedCheckpointStore over(ByteBuffer memory) {
    return new MappedCheckpointStore(memory);
  }

  /**
   * Makes what is in {@code file} durable: after a power cut it is as new as it is now, or newer,
   * where its name is durable, too.
   */
  public static void sync(Path file) throws IOException {
    try (FileChannel channel = OwnFiles.open(file, StandardOpenOption.WRITE)) {
      channel.force(true); // What was saved through a mapping, too.
    }
  }

  /** {@return whether both slots were torn: the delivery starts over, which is worth a line} */
  public boolean damaged() {
    return damaged;
  }

  @Override
  public Checkpoint load() {
    return newest;
  }

  @Override
  public void save(Checkpoint checkpoint) {
    java.util.Arrays.fill(bytes, (byte) 0);
    slot.putInt(VERSION_AT, VERSION);
    slot.putLong(GENERATION_AT, generation + 1);
    slot.putLong(NEXT_AT, checkpoint.next());
    slot.putLong(POSITION_AT, checkpoint.position());
    slot.putLong(COMPLETE_AT, checkpoint.complete() ? 1 : 0);
    put(INCARNATION_AT, DIGEST_AT, checkpoint.incarnation());
    put(DIGEST_AT, PROFILE_AT, checkpoint.digest());
    put(PROFILE_AT, USED_BYTES, checkpoint.profile());
    slot.putInt(0, crc());
    generation++;
    map.put((int) (generation % SLOTS) * SLOT_BYTES, bytes);
    newest = checkpoint;
  }

  private boolean isValid() {
    return slot.getInt(VERSION_AT) == VERSION && slot.getInt(0) == crc();
  }

  private int crc() {
    crc.reset();
    crc.update(bytes, VERSION_AT, USED_BYTES - VERSION_AT);
    return (int) crc.getValue();
  }

  private Checkpoint decode() {
    return new Checkpoint(
        get(INCARNATION_AT, DIGEST_AT),
        slot.getLong(NEXT_AT),
        slot.getLong(POSITION_AT),
        get(DIGEST_AT, PROFILE_AT),
        get(PROFILE_AT, USED_BYTES),
        slot.getLong(COMPLETE_AT) == 1);
  }

  private void put(int from, int to, String text) {
    byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1); // Each byte there is stays itself.
    if (latin.length > to - from) {
      throw new IllegalArgumentException("'" + text + "' is longer than " + (to - from));
    }
    slot.put(from, latin);
  }

  private String get(int from, int to) {
    int end = from;
    while (end < to && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
  }

  /** Lets go; the mapping ends with the buffer. */
  @Override
  public void close() {
    // A mapped buffer has no close on JDK 17; the collector unmaps it.
  }
}
