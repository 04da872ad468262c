package dev.tapewire.common.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys that only tests give out. One mark is in all of them and nowhere else, so that one search
 * finds any of them where none may be. Safe for use by any thread.
 */
public final class TestKeys {
  /** Letters and digits alone: neither JSON nor an address writes them in another way. */
  public static final String MARK = "9vXwHZq4TbNkeyR7mJ2sLd";

  private static final Set<Path> FILES = ConcurrentHashMap.newKeySet();

  private TestKeys() {}

  /** {@return the key of this name} */
  public static String of(String name) {
    return name + "-" + MARK;
  }

  /** Writes a key to where it may be, for its owner alone. {@return the file} */
  public static Path write(Path file, String key) throws IOException {
    Files.writeString(file, key + "\n");
    FILES.add(file.toAbsolutePath());
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** {@return whether a test of this process wrote a key there} */
  public static boolean mayBeIn(Path file) {
    return FILES.contains(file.toAbsolutePath());
  }
}
