package dev.tapewire.common.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Whether lines of a log say when: in a file, where else would it be said? On a terminal somebody
 * looks on, journald dates each line itself, and so does the supervisor. Safe for use by any
 * thread.
 */
public final class Dated {
  /** Set for a child whose lines its supervisor dates. */
  public static final String BY_SUPERVISOR = "TAPEWIRE_SUPERVISED";

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z' ", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Dated() {}

  /** {@return whether the lines that this process writes to standard error are to be dated} */
  public static boolean isWanted(boolean terminal) {
    return !terminal && System.getenv(BY_SUPERVISOR) == null && !isJournal();
  }

  /** {@return UTC now, and a space} */
  public static String now() {
    return FORM.format(Instant.now());
  }

  /**
   * As systemd.exec(5) says: a child inherits the variable, though its standard error is a file.
   */
  private static boolean isJournal() {
    String journal = System.getenv("JOURNAL_STREAM");
    if (journal == null || journal.isEmpty()) {
      return false;
    }
    try {
      String device = Files.getAttribute(STANDARD_ERROR, "unix:dev").toString();
      String inode = Files.getAttribute(STANDARD_ERROR, "unix:ino").toString();
      return journal.equals(device + ":" + inode);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return true; // It can't be told; systemd set it for something.
    }
  }
}
