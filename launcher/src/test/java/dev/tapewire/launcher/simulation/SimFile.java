package dev.tapewire.launcher.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A file of which the machine holds more than its disk: what was written since the last sync
 * outlives the process, but not a power cut. Confined to one thread.
 */
final class SimFile {
  private static final int BYTES_FIRST = 256;

  /** How to take back a write or a truncation: what stood there before. */
  private record Undo(int at, byte[] before, int sizeBefore, int end) {}

  private static final byte[] NOTHING = {};

  private byte[] bytes = new byte[BYTES_FIRST];
  private int size;
  private int syncedSize;
  private final List<Undo> unsynced = new ArrayList<>();
  boolean locked;

  int size() {
    return size;
  }

  /** {@return the size that a power cut leaves at least, as long as nothing below was cut} */
  int syncedSize() {
    return syncedSize;
  }

  boolean isClean() {
    return unsynced.isEmpty();
  }

  boolean isZero(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  byte[] bytes() {
    return bytes;
  }

  void write(ByteBuffer from, int at, int length) {
    int end = at + length;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
    }
    byte[] before = at < size ? Arrays.copyOfRange(bytes, at, Math.min(size, end)) : NOTHING;
    unsynced.add(new Undo(at, before, size, end));
    from.get(bytes, at, length);
    size = Math.max(size, end);
  }

  void truncate(int to) {
    if (to < size) {
      unsynced.add(new Undo(to, Arrays.copyOfRange(bytes, to, size), size, to));
      Arrays.fill(bytes, to, size, (byte) 0);
      size = to;
      syncedSize = Math.min(syncedSize, to);
    }
  }

  void sync() {
    unsynced.clear();
    syncedSize = size;
  }

  /** The power is cut: what was not synced is there in part. */
  void cutPower(RandomGenerator random) {
    if (random.nextInt(3) == 0) {
      loseAnyWrites(random);
    } else {
      loseLastWrites(random);
    }
    sync();
  }

  /** The disk took writes in an order of its own: the size is there, of the bytes some are not. */
  private void loseAnyWrites(RandomGenerator random) {
    for (Undo undo : unsynced) {
      boolean appended = undo.at >= undo.sizeBefore && undo.end <= size;
      if (appended && random.nextBoolean()) {
        Arrays.fill(bytes, undo.at, undo.end, (byte) 0);
      }
    }
  }

  /** The first so many survive, the next is torn. */
  private void loseLastWrites(RandomGenerator random) {
    int survive = unsynced.isEmpty() ? 0 : random.nextInt(unsynced.size() + 1);
    for (int i = unsynced.size() - 1; i >= survive; i--) {
      Undo undo = unsynced.get(i);
      boolean torn = i == survive && random.nextBoolean();
      if (torn && undo.sizeBefore < size && undo.at >= undo.sizeBefore) {
        // The size is on the disk, the bytes are not.
        int from = undo.at + (size - undo.at) / 2;
        Arrays.fill(bytes, from, size, (byte) 0);
      } else {
        Arrays.fill(
            bytes, Math.min(size, undo.sizeBefore), Math.max(size, undo.sizeBefore), (byte) 0);
        System.arraycopy(undo.before, 0, bytes, undo.at, undo.before.length);
        size = undo.sizeBefore;
      }
    }
  }
}
