package dev.tapewire.common.tape;

import dev.tapewire.common.record.RecordLayout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Allocates the disk ahead of the tape. A page that can't be had under a mapping kills the process,
 * or worse, tells it late; a write that can't be had is an exception, and now. So every byte that
 * Chronicle maps was written before, as zero. Confined to one thread.
 */
final class TapeSpace implements AutoCloseable {
  /** What is allocated at a time. */
  static final int STEP_BYTES = 1 << 20;

  /** Less than this is never ahead: the largest record and Chronicle's index tables. */
  static final int AHEAD_BYTES_MIN = RecordLayout.RECORD_BYTES_MAX + 64 * 1024;

  /**
   * Kept free of frames, so that a full disk still takes END, summary and checkpoints. Looked at
   * each time that so much was written, so it may be half gone.
   */
  static final long RESERVE_BYTES = 4L << 20;

  private static final byte[] ZEROS = new byte[STEP_BYTES];

  private final Path directory;
  private final FileStore store;
  private RandomAccessFile file;
  private long allocatedUpTo;

  TapeSpace(Path directory) throws IOException {
    this.directory = directory;
    this.store = Files.getFileStore(directory);
  }

  /**
   * Makes the file of {@code cycle}, all zeros: Chronicle takes it for one that is to be begun.
   *
   * @throws UncheckedIOException if the disk is full; the file is not there then
   */
  void begin(int cycle) {
    Path path = directory.resolve(CycleName.of(cycle));
    try {
      checkReserve();
      RandomAccessFile begun = new RandomAccessFile(path.toFile(), "rw");
      try {
        begun.write(ZEROS);
      } catch (IOException e) {
        begun.close();
        Files.deleteIfExists(path);
        throw e;
      }
      close();
      file = begun;
      allocatedUpTo = STEP_BYTES;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Sees that a record fits behind {@code end}, where the one before it ends.
   *
   * @throws UncheckedIOException if the disk is full
   */
  void ensure(long end) {
    if (allocatedUpTo - end >= AHEAD_BYTES_MIN) {
      return;
    }
    try {
      if (allocatedUpTo % RESERVE_BYTES == 0) {
        checkReserve();
      }
      file.seek(allocatedUpTo);
      file.write(ZEROS);
      allocatedUpTo += STEP_BYTES;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** {@return whether a record of {@code bytes} fits behind {@code end} with what is there} */
  boolean holds(long end, int bytes) {
    return end + bytes + TapeFile.WORD_BYTES <= allocatedUpTo;
  }

  /**
   * Gives back what is not needed behind {@code end}; what is appended later is allocated again.
   *
   * @throws UncheckedIOException if the disk failed
   */
  void giveBack(long end) {
    try {
      if (allocatedUpTo > end) {
        file.setLength(end);
        allocatedUpTo = end;
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void checkReserve() throws IOException {
    long usable = store.getUsableSpace();
    if (usable < RESERVE_BYTES) {
      throw new IOException("disk full, " + (usable >> 10) + " KiB left");
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(
        "can't write to the tape in " + directory + ": " + e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
