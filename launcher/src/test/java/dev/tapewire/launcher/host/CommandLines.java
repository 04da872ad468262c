package dev.tapewire.launcher.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Reads what {@code ps} would show of every process of this machine, all the time. A process is
 * looked at until it is old: its command line changes when it becomes another program. Safe for use
 * by any thread.
 */
final class CommandLines {
  private static final Path PROCESSES = Path.of("/proc");
  private static final long PERIOD_MS = 50;

  /** Who has run for 5 s has become what it will be; a pid that is given out anew was gone. */
  private static final int LOOKS = 100;

  private final KeySearch search;
  private Map<String, Integer> looks = new HashMap<>();
  private final List<String> found = new CopyOnWriteArrayList<>();
  private volatile long processes;
  private volatile RuntimeException fault;

  private CommandLines(KeySearch search) {
    this.search = search;
  }

  /** Begins; it goes on until this process ends. Linux alone shows it: elsewhere it sees none. */
  static CommandLines watch(KeySearch search) {
    CommandLines lines = new CommandLines(search);
    if (Files.isDirectory(PROCESSES)) {
      Thread thread = new Thread(lines::run, "command-lines");
      thread.setDaemon(true);
      thread.start();
    }
    return lines;
  }

  private void run() {
    try {
      while (true) {
        look();
        Thread.sleep(PERIOD_MS);
      }
    } catch (IOException e) {
      fault = new UncheckedIOException("can't read " + PROCESSES, e);
    } catch (InterruptedException e) {
      fault = new IllegalStateException("nobody watches the command lines any more", e);
    }
  }

  private void look() throws IOException {
    String[] all = PROCESSES.toFile().list(); // Cheaper than a stream of paths, and this is often.
    if (all == null) {
      throw new IOException("it can't be listed");
    }
    Map<String, Integer> before = looks;
    looks = new HashMap<>();
    for (String name : all) {
      if (Character.isDigit(name.charAt(0))) {
        int looked = before.getOrDefault(name, 0);
        processes += looked == 0 ? 1 : 0;
        if (looked < LOOKS) {
          look(PROCESSES.resolve(name));
        }
        looks.put(name, Math.min(LOOKS, looked + 1));
      }
    }
  }

  private void look(Path process) {
    String line;
    try {
      byte[] arguments = Files.readAllBytes(process.resolve("cmdline"));
      line = new String(arguments, StandardCharsets.ISO_8859_1).replace('\0', ' ');
    } catch (IOException gone) {
      return; // It ended while we looked; none of its command line is left to anybody.
    }
    if (search.isIn(line) && !found.contains(line)) {
      found.add(line);
    }
  }

  /** {@return how many processes were seen} */
  long processes() {
    return processes;
  }

  /**
   * {@return the command lines with the mark in them}
   *
   * @throws RuntimeException if nobody watches any more
   */
  List<String> found() {
    if (fault != null) {
      throw fault;
    }
    return List.copyOf(found);
  }
}
