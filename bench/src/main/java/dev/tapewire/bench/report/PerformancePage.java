package dev.tapewire.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The page of figures. Each benchmark rewrites what stands between its own two markers and nothing
 * else. Confined to one thread.
 */
public final class PerformancePage {
  private final Path page;

  /** Writes to {@code page}. */
  public PerformancePage(Path page) {
    this.page = page;
  }

  /** Puts {@code text} where {@code name}'s figures stand; at the end, if they stand nowhere. */
  public void write(String name, String text) throws IOException {
    String begin = "<!-- bench:" + name + " -->\n";
    String end = "<!-- /bench:" + name + " -->\n";
    String old = Files.exists(page) ? Files.readString(page) : "";
    String section = begin + text + end;
    int from = old.indexOf(begin);
    int to = old.indexOf(end);
    String changed =
        from < 0 || to < from
            ? old + "\n" + section
            : old.substring(0, from) + section + old.substring(to + end.length());
    Files.writeString(page, changed);
  }
}
