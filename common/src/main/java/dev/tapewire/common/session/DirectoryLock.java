package dev.tapewire.common.session;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.OwnFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A lock file with the holder's process id in it. The kernel lets go when the process dies, however
 * it dies; the file stays. Safe for use by any thread.
 */
public final class DirectoryLock implements AutoCloseable {
  /**
   * The lock files that this process holds. They must not be opened again, not even to be read: the
   * kernel lets go of a process's lock when the process closes any descriptor of the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final int PID_CHARS_MAX = 19;
  private static final Pattern PID = Pattern.compile("\\d{1," + PID_CHARS_MAX + "}");

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock, making the file if there is none.
   *
   * @return null if it is held, by another process or by this one: {@link #holder} tells by which
   * @throws TapewireException if the file can't be made
   */
  public static DirectoryLock tryAcquire(Path file) {
    Path known = known(file);
    if (!HELD.add(known)) {
      return null;
    }
    DirectoryLock lock = null;
    try {
      lock = acquire(known);
      return lock;
    } finally {
      if (lock == null) {
        HELD.remove(known);
      }
    }
  }

  private static Path known(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private static DirectoryLock acquire(Path file) {
    FileChannel channel = null;
    try {
      channel =
          OwnFiles.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return null;
      }
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
      return new DirectoryLock(file, channel);
    } catch (OverlappingFileLockException heldUnderAnotherName) {
      closeQuietly(channel);
      return null;
    } catch (IOException e) {
      closeQuietly(channel);
      throw TapewireException.failed("can't lock " + file + ": " + IoReason.of(e), e);
    }
  }

  /** {@return the process id in the lock file, for people; empty if it can't be read} */
  public static String holder(Path file) {
    if (HELD.contains(known(file))) {
      return Long.toString(ProcessHandle.current().pid());
    }
    try {
      String pid = OwnFiles.readText(file, PID_CHARS_MAX).trim();
      return PID.matcher(pid).matches() ? pid : ""; // It names a file, and a process.
    } catch (IOException e) {
      return "";
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      return; // The kernel lets go of the lock in any case.
    }
  }

  /** Lets go. */
  @Override
  public void close() {
    try {
      closeQuietly(channel);
    } finally {
      HELD.remove(file);
    }
  }
}
