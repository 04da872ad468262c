package dev.tapewire.common.tape;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file system that a tape is on, as far as its space goes: the last of it is kept free of
 * audio, so that a full disk still takes what ends a session, its summary and the checkpoints. Safe
 * for use by any thread.
 */
public final class TapeDisk {
  /** The least that is kept free; what ends a session is far less. */
  static final long RESERVE_BYTES_MIN = 4L << 20;

  /** The reserve is this part of the file system, where that is more: 2 %. */
  private static final int RESERVE_PART = 50;

  private final FileStore store;
  private final File directory;
  private final long reserveBytes;

  /** Looks at the file system that {@code directory} is on. */
  public TapeDisk(Path directory) throws IOException {
    this.directory = directory.toFile();
    store = Files.getFileStore(directory);
    reserveBytes = Math.max(RESERVE_BYTES_MIN, store.getTotalSpace() / RESERVE_PART);
  }

  /** {@return what is kept free of audio} */
  public long reserveBytes() {
    return reserveBytes;
  }

  /** {@return what is free for audio now, at least 0} */
  public long freeBytes() throws IOException {
    // Of the two ways to ask, the one that makes no garbage; it says 0 where it can't tell.
    long usableBytes = directory.getUsableSpace();
    return Math.max(0, (usableBytes > 0 ? usableBytes : store.getUsableSpace()) - reserveBytes);
  }
}
