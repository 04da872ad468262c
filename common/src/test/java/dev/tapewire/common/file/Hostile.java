package dev.tapewire.common.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a stranger, or a bad disk, may leave in the place of a file of ours. */
public enum Hostile {
  /** Who opens it waits for ever. */
  PIPE {
    @Override
    void make(Path file) throws IOException, InterruptedException {
      int code = new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
      if (code != 0) {
        throw new IOException("mkfifo ended with " + code);
      }
    }
  },
  DIRECTORY {
    @Override
    void make(Path file) throws IOException {
      Files.createDirectories(file.resolve("in-it"));
    }
  },
  LINK_IN_A_CIRCLE {
    @Override
    void make(Path file) throws IOException {
      Files.createSymbolicLink(file, file.getFileName());
    }
  },
  LINK_ELSEWHERE {
    @Override
    void make(Path file) throws IOException {
      Path elsewhere = file.resolveSibling("elsewhere");
      Files.write(elsewhere, new byte[4096]);
      Files.createSymbolicLink(file, elsewhere);
    }
  },
  /** More than a heap of a test holds, and no block of a disk. */
  HUGE {
    @Override
    void make(Path file) throws IOException {
      try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
        out.setLength(8L << 30);
      }
    }
  },
  NO_TEXT {
    @Override
    void make(Path file) throws IOException {
      Files.write(file, new byte[] {'{', (byte) 0xff, (byte) 0xfe, 0, '}'});
    }
  },
  EMPTY {
    @Override
    void make(Path file) throws IOException {
      Files.write(file, new byte[0]);
    }
  };

  abstract void make(Path file) throws IOException, InterruptedException;

  /** Puts it in the place of {@code file}. */
  public void put(Path file) throws IOException, InterruptedException {
    Files.createDirectories(file.getParent());
    remove(file);
    make(file);
  }

  /** Takes away what stands there. */
  public static void remove(Path file) throws IOException {
    Erasure.erase(file);
  }
}
