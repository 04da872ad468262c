package dev.tapewire.common.cli;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a person looks at a standard stream, and how much fits there in a line. {@code
 * System.console()} does not tell: it asks for standard input too, and from JDK 22 on it is there
 * without a terminal.
 */
public final class Terminal {
  /** What the narrowest usual terminal shows. */
  public static final int COLUMNS_USUAL = 80;

  private static final int COLUMNS_MAX = 10_000; // A width that is greater is no width.
  private static final Pattern SIZE = Pattern.compile("\\d{1,5} (\\d{1,5})\\s*");

  private Terminal() {}

  /** {@return whether standard error is a terminal; false where the system does not tell} */
  public static boolean isStandardError() {
    return isTerminal(target(2));
  }

  /** {@return whether standard output is a terminal; false where the system does not tell} */
  public static boolean isStandardOutput() {
    return isTerminal(target(1));
  }

  private static boolean isTerminal(String target) {
    return target.startsWith("/dev/pts/")
        || target.startsWith("/dev/tty")
        || target.equals("/dev/console");
  }

  private static String target(int descriptor) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)))
          .toString();
    } catch (IOException | UnsupportedOperationException e) {
      return ""; // Not Linux: plain lines, which are right everywhere.
    }
  }

  /**
   * {@return how many columns the terminal of standard error has now: as it says, else as the
   * environment says, else as is usual} Costs the start of a small program.
   */
  public static int columns() {
    String terminal = target(2);
    int told = isTerminal(terminal) ? columns(stty(terminal)) : 0;
    String environment = System.getenv("COLUMNS");
    return told > 0 ? told : columns("0 " + environment, COLUMNS_USUAL);
  }

  private static String stty(String terminal) {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File(terminal))
              .redirectError(Redirect.DISCARD)
              .start();
      return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return ""; // No such program here, or the terminal is gone.
    }
  }

  static int columns(String size) {
    return columns(size, 0);
  }

  private static int columns(String size, int unknown) {
    Matcher m = SIZE.matcher(size);
    int columns = m.matches() ? Integer.parseInt(m.group(1)) : 0;
    return columns > 0 && columns <= COLUMNS_MAX ? columns : unknown;
  }
}
