package dev.tapewire.capture;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that holds the lock of a file until it is killed. Confined to the main thread. */
final class LockHolder {
  /** What it prints once it holds the lock. */
  static final int HELD = '!';

  private LockHolder() {}

  /** Holds the lock of the file that is named. */
  public static void main(String[] arguments) throws Exception {
    try (FileChannel channel =
            FileChannel.open(
                Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      System.out.write(lock.isValid() ? HELD : '?');
      System.out.flush();
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
