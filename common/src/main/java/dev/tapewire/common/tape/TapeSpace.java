package dev.tapewire.common.tape;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.record.RecordLayout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Allocates the disk ahead of the tape. A page that can't be had under a mapping kills the process,
 * or worse, tells it late; a write that can't be had is an exception, and now. So every byte that
 * Chronicle maps was written before, as zero. Confined to one thread.
 */
final class TapeSpace implements AutoCloseable {
  /** What is allocated at a time. */
  static final int STEP_BYTES = 1 << 20;

  /** What is allocated at first is a whole step or up to so much less. */
  private static final int STAGGER_BYTES = STEP_BYTES / 2;

  /** A file is left before it is so long; what is allocated for it is no longer, either. */
  static final long FILE_BYTES_MAX = 32L << 20;

  /** Less than this is never ahead: the largest record and Chronicle's index tables. */
  static final int AHEAD_BYTES_MIN = RecordLayout.RECORD_BYTES_MAX + 64 * 1024;

  /** A disk that was full is taken for one with space again when it has so much: no flutter. */
  static final long RESUME_BYTES = 4L << 20;

  private static final byte[] ZEROS = new byte[STEP_BYTES];

  private final Path directory;
  private final TapeDisk disk;
  private final int firstBytes;
  private RandomAccessFile file;
  private long allocatedUpTo;
  private boolean full;

  TapeSpace(Path directory) throws IOException {
    this.directory = directory;
    this.disk = new TapeDisk(directory);
    // By name, so that tapes that began together do not ask the disk for more all at once.
    int stagger = Math.floorMod(directory.hashCode(), STAGGER_BYTES / TapeFile.PAGE_BYTES);
    this.firstBytes = STEP_BYTES - stagger * TapeFile.PAGE_BYTES;
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
      OwnFiles.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
      RandomAccessFile begun = OwnFiles.random(path, "rw");
      try {
        begun.write(ZEROS, 0, firstBytes);
      } catch (IOException e) {
        begun.close();
        Files.deleteIfExists(path);
        throw e;
      }
      close();
      file = begun;
      allocatedUpTo = firstBytes;
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
    if (allocatedUpTo - end < AHEAD_BYTES_MIN) {
      allocate(true);
    }
  }

  /**
   * Sees that a small record fits behind {@code end}, out of the reserve if need be.
   *
   * @throws UncheckedIOException if not even that is left
   */
  void ensureSmall(long end) {
    if (allocatedUpTo - end < AHEAD_BYTES_MIN / 4) {
      allocate(false);
    }
  }

  private void allocate(boolean forAudio) {
    try {
      if (forAudio) {
        checkReserve();
      }
      long left = FILE_BYTES_MAX - allocatedUpTo;
      int bytes = (int) (left > 0 ? Math.min(STEP_BYTES, left) : STEP_BYTES);
      file.seek(allocatedUpTo);
      file.write(ZEROS, 0, bytes);
      allocatedUpTo += bytes;
    } catch (IOException e) {
      throw failed(e);
    }
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
    long freeBytes = disk.freeBytes();
    full = freeBytes < (full ? RESUME_BYTES : STEP_BYTES);
    if (full) {
      throw new IOException(
          "disk full, but for the " + (disk.reserveBytes() >> 20) + " MiB kept in reserve");
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(
        "can't write to the tape in " + directory + ": " + IoReason.of(e), e);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
