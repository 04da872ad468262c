package dev.tapewire.common.metric;

import dev.tapewire.common.file.OwnFiles;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Longs in a mapped file: one process writes them, any other reads them at any time, at the price
 * of a memory access. They outlive a kill of their writer. Layout: u64 magic, then one i64 for each
 * constant of the enum, in its order, native byte order. Safe for use by any thread; one writer.
 */
public final class CounterFile<K extends Enum<K>> implements AutoCloseable {
  private static final long MAGIC = 0x7461_7065_0001L;
  private static final int MAGIC_BYTES = Long.BYTES;
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer buffer;

  private CounterFile(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /** Opens for writing, making the file if there is none; values found are kept. */
  public static <K extends Enum<K>> CounterFile<K> openWriter(Path file, Class<K> keys)
      throws IOException {
    int bytes = bytes(keys);
    try (FileChannel channel =
        OwnFiles.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      int missing = (int) Math.max(0, bytes - channel.size());
      // Written, not only mapped: on a full disk a page that is not there yet is fatal.
      channel.write(ByteBuffer.allocate(missing), channel.size());
      MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
      CounterFile<K> counters = new CounterFile<>(map.order(ByteOrder.nativeOrder()));
      LONGS.setRelease(counters.buffer, 0, MAGIC);
      return counters;
    }
  }

  /**
   * Opens for reading. The file may be an older build's, which knew fewer figures.
   *
   * @return null if the file is not there not whole yet or none of ours
   */
  public static <K extends Enum<K>> CounterFile<K> openReader(Path file, Class<K> keys)
      throws IOException {
    if (!OwnFiles.isFile(file)) {
      return null;
    }
    try (FileChannel channel = OwnFiles.read(file)) {
      long bytes = Math.min(bytes(keys), channel.size());
      if (bytes < MAGIC_BYTES) {
        return null;
      }
      MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes);
      CounterFile<K> counters = new CounterFile<>(map.order(ByteOrder.nativeOrder()));
      return (long) LONGS.getAcquire(counters.buffer, 0) == MAGIC ? counters : null;
    }
  }

  /** {@return the value of {@code key}; 0 if its writer knew no such figure} */
  public long get(K key) {
    int at = at(key);
    return at + Long.BYTES > buffer.capacity() ? 0 : (long) LONGS.getAcquire(buffer, at);
  }

  /** Sets the value of {@code key}. */
  public void set(K key, long value) {
    LONGS.setRelease(buffer, at(key), value);
  }

  private int at(K key) {
    return MAGIC_BYTES + key.ordinal() * Long.BYTES;
  }

  private static <K extends Enum<K>> int bytes(Class<K> keys) {
    return MAGIC_BYTES + keys.getEnumConstants().length * Long.BYTES;
  }

  /** Lets go; the mapping ends with the buffer. */
  @Override
  public void close() {
    // A mapped buffer has no close on JDK 17; the collector unmaps it.
  }
}
