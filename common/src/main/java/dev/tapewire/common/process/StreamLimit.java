package dev.tapewire.common.process;

import dev.tapewire.common.log.Log;
import java.util.Locale;

/**
 * How many streams fit into the open files that a process may have. Warns once when there are
 * nearly so many: each waits for room then. Confined to one thread.
 */
public final class StreamLimit {
  /**
   * What a process needs without any stream: 46 were counted with one ({@code ls /proc/PID/fd}), 35
   * of them our jars; the rest is for what is open for a moment.
   */
  public static final int PROCESS_FILES = 64;

  private static final double NEARLY = 0.8;

  private final String streams;
  private final long filesMax;
  private final int processFiles;
  private final int streamFiles;
  private boolean told;

  /**
   * Makes the limit of a process.
   *
   * @param streams what people call them: sessions, connections
   * @param filesMax open files that it may have
   * @param processFiles what it needs without any stream
   * @param streamFiles what it needs for each
   */
  public StreamLimit(String streams, long filesMax, int processFiles, int streamFiles) {
    this.streams = streams;
    this.filesMax = filesMax;
    this.processFiles = processFiles;
    this.streamFiles = streamFiles;
  }

  /** {@return how many fit; one always does: it may get by with less} */
  public int max() {
    long room = Math.max(0, filesMax - processFiles) / streamFiles;
    return (int) Math.max(1, Math.min(room, Integer.MAX_VALUE));
  }

  /** {@return what there is to be said where {@code wanted} of them are} */
  public String told(int wanted) {
    long files = processFiles + (long) wanted * streamFiles;
    return String.format(
        Locale.ROOT, // The command in it is to be pasted.
        "%d open files are allowed, enough for %d %s; for %d allow %d: `ulimit -n %d`,"
            + " or LimitNOFILE=%d in a unit of systemd",
        filesMax,
        max(),
        streams,
        wanted,
        files,
        files,
        files);
  }

  /** Warns if {@code count} of them are nearly all that fit. */
  public void look(int count, Log log) {
    if (!told && count >= NEARLY * max()) {
      told = true;
      log.warn(count + " " + streams + ": " + told(2 * max()));
    }
  }
}
