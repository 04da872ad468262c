package dev.tapewire.common.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  private static final int TAKEN = 'y';
  private static final int HELD = 'n';

  @TempDir private Path directory;

  /** Another process: tries once, and tells. */
  static final class Other {
    private Other() {}

    /** Tries the lock file that is named. */
    public static void main(String[] arguments) {
      try (DirectoryLock lock = DirectoryLock.tryAcquire(Path.of(arguments[0]))) {
        System.out.write(lock == null ? HELD : TAKEN);
        System.out.flush();
      }
    }
  }

  @Test
  void isHeldOnHoweverOftenItsOwnProcessTriesItAgain() throws Exception {
    Path file = directory.resolve("x.lock");
    try (DirectoryLock lock = DirectoryLock.tryAcquire(file)) {
      assertNotNull(lock);
      assertNull(DirectoryLock.tryAcquire(directory.resolve("./x.lock")));
      assertEquals(Long.toString(ProcessHandle.current().pid()), DirectoryLock.holder(file));

      assertEquals(HELD, tryElsewhere(file));
    }
    assertEquals(TAKEN, tryElsewhere(file));
    try (DirectoryLock again = DirectoryLock.tryAcquire(file)) {
      assertNotNull(again);
    }
  }

  private static int tryElsewhere(Path file) throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      return other.getInputStream().read();
    } finally {
      other.destroyForcibly().onExit().join();
    }
  }
}
