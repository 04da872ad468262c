package dev.tapewire.receiver.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps the last of a disk free, for ledgers and summaries and for whoever else lives on it.
 * Confined to the agent thread.
 */
final class DiskReserve {
  /** The least that is kept free: what the states of all sessions need to be written. */
  static final long BYTES_LEAST = 4L << 20;

  /** A fiftieth of the disk, 2 %, is kept free where that is more. */
  static final int PART = 50;

  /** Looked at when so much more was written; asking the kernel at every message would cost. */
  static final long LOOK_EVERY_BYTES = 1L << 20;

  private final Space space;
  private long sinceLookBytes = LOOK_EVERY_BYTES;

  /** What of a disk there is. */
  interface Space {
    long usableBytes() throws IOException;

    long totalBytes() throws IOException;
  }

  DiskReserve(Space space) {
    this.space = space;
  }

  /** {@return the reserve of the disk that {@code directory} is on} */
  static DiskReserve of(Path directory) throws IOException {
    FileStore store = Files.getFileStore(directory);
    return new DiskReserve(
        new Space() {
          @Override
          public long usableBytes() throws IOException {
            return store.getUsableSpace();
          }

          @Override
          public long totalBytes() throws IOException {
            return store.getTotalSpace();
          }
        });
  }

  /**
   * So much is about to be written.
   *
   * @throws IOException if the reserve would be less than it is to be
   */
  void take(long bytes) throws IOException {
    sinceLookBytes += bytes;
    if (sinceLookBytes >= LOOK_EVERY_BYTES) {
      look(bytes);
    }
  }

  /**
   * So much is about to be written; looks in any case.
   *
   * @throws IOException if the reserve would be less than it is to be
   */
  void look(long bytes) throws IOException {
    long reserve = Math.max(BYTES_LEAST, space.totalBytes() / PART);
    long usable = space.usableBytes();
    if (usable - bytes < reserve) {
      sinceLookBytes = LOOK_EVERY_BYTES;
      throw new IOException(
          "disk full: " + (usable >> 20) + " MiB left, " + (reserve >> 20) + " MiB are kept free");
    }
    sinceLookBytes = 0;
  }
}
