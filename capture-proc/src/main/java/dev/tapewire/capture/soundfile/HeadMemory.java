package dev.tapewire.capture.soundfile;

import dev.tapewire.common.file.OwnFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What was taken out of a pipe before its first sample, in a file that outlives a life of capture:
 * a pipe shows it once. Layout: u64 bytes taken of a sample that was not whole, then the head as it
 * came. Confined to one thread.
 */
public final class HeadMemory {
  private static final int HEAD_AT = Long.BYTES;

  private static final int FILE_BYTES_MAX = HEAD_AT + PipeBytes.HEAD_BYTES_MAX;

  private final Path file;

  /** Remembers in {@code file}; null: nothing outlives this life. */
  public HeadMemory(Path file) {
    this.file = file;
  }

  /** {@return the head so far} */
  byte[] head() throws IOException {
    if (file == null || !Files.exists(file)) {
      return new byte[0];
    }
    byte[] all = OwnFiles.readBytes(file, FILE_BYTES_MAX);
    byte[] head = new byte[Math.max(0, all.length - HEAD_AT)];
    System.arraycopy(all, all.length - head.length, head, 0, head.length);
    return head;
  }

  void append(byte[] bytes, int at, int length, int headBytes) throws IOException {
    write(ByteBuffer.wrap(bytes, at, length), HEAD_AT + headBytes);
  }

  /** {@return bytes of a sample that were taken and did not make it whole} */
  int torn() throws IOException {
    if (file == null || !Files.exists(file) || Files.size(file) < HEAD_AT) {
      return 0;
    }
    try (FileChannel channel = OwnFiles.read(file)) {
      ByteBuffer value = ByteBuffer.allocate(Long.BYTES);
      channel.read(value, 0);
      return (int) value.getLong(0);
    }
  }

  void torn(int bytes) throws IOException {
    write(ByteBuffer.allocate(Long.BYTES).putLong(0, bytes), 0);
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    if (file == null) {
      return;
    }
    try (FileChannel channel =
        OwnFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long to = at;
      while (bytes.hasRemaining()) {
        to += channel.write(bytes, to);
      }
    }
  }

  /** Forgets it: the pipe is another. */
  public void clear() throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
