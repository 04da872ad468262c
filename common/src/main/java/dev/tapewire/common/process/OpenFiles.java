package dev.tapewire.common.process;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files and sockets a process may have open. Safe for use by any thread. */
public final class OpenFiles {
  /** Nobody says how many. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** Linux: quicker than management beans, which take 30 ms to load. */
  private static final Path LIMITS = Path.of("/proc/self/limits");

  private static final Pattern LINE =
      Pattern.compile("Max open files\\s+(\\d{1,18}|unlimited)\\b.*");

  private OpenFiles() {}

  /** {@return how many this process may have: the hard limit, as a JVM raises its own to that} */
  public static long max() {
    try {
      return max(Files.readAllLines(LIMITS));
    } catch (IOException e) {
      // Not Linux.
      return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
          ? unix.getMaxFileDescriptorCount()
          : UNLIMITED;
    }
  }

  static long max(List<String> limits) {
    for (String line : limits) {
      Matcher m = LINE.matcher(line);
      if (m.matches() && !m.group(1).equals("unlimited")) {
        return Long.parseLong(m.group(1));
      }
    }
    return UNLIMITED;
  }
}
