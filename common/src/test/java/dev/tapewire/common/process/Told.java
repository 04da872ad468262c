package dev.tapewire.common.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How much a process has promised, in a mapped file: told without a system call, and there after
 * its death. Confined to one thread.
 */
public final class Told {
  private static final String NAME = "told";

  private final ByteBuffer map;

  /** Begins with nothing, in a file of the directory {@code at}. */
  public Told(Path at) throws IOException {
    Files.createDirectories(at);
    try (FileChannel channel =
        FileChannel.open(
            at.resolve(NAME),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      map = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
    }
    map.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Promises this much. */
  public void tell(long promised) {
    map.putLong(0, promised);
  }

  /** {@return what was promised in {@code at}} */
  public static long in(Path at) throws IOException {
    byte[] bytes = Files.readAllBytes(at.resolve(NAME));
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
  }
}
