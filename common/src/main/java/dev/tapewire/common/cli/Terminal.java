package dev.tapewire.common.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a person looks at standard error. {@code System.console()} does not tell: it asks for
 * standard input too, and from JDK 22 on it is there without a terminal.
 */
public final class Terminal {
  private Terminal() {}

  /** {@return whether standard error is a terminal; false where the system does not tell} */
  public static boolean isStandardError() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // Not Linux: plain lines, which are right everywhere.
    }
  }
}
