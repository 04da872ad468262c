package dev.tapewire.launcher.simulation;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The disk of one machine: files by name, of which names and bytes survive a power cut only as far
 * as they were synced. Confined to one thread.
 */
final class SimDisk {
  /** Hears of every write to a file. */
  interface Watch {
    void written(String name, SimFile file, int at, int length);

    void truncated(String name, int to);
  }

  /** A name before it was given to another file; null: there was none. */
  private record Renaming(String name, SimFile before) {}

  /** As thrown a hundred times in a history, it goes without a stack trace. */
  static final class Missing extends NoSuchFileException {
    private static final long serialVersionUID = 1L;

    Missing(String file) {
      super(file);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  final Fuse fuse;
  final Watch watch;
  private final Map<String, SimFile> files = new TreeMap<>();
  private final List<Renaming> unsynced = new ArrayList<>();
  private int faults;
  private int processes;

  SimDisk(Fuse fuse, Watch watch) {
    this.fuse = fuse;
    this.watch = watch;
  }

  /** The next {@code count} writes fail. */
  void fail(int count) {
    faults = count;
  }

  /** State goes to the disk. */
  void handOver() throws IOException {
    fuse.handOver();
    if (faults > 0) {
      faults--;
      throw new IOException("No space left on device");
    }
  }

  SimFile find(String name) {
    return files.get(name);
  }

  SimFile get(String name) throws IOException {
    SimFile file = files.get(name);
    if (file == null) {
      throw new Missing(name);
    }
    return file;
  }

  SimFile create(String name) {
    SimFile file = new SimFile();
    put(name, file);
    return file;
  }

  void move(String from, String to) throws IOException {
    handOver();
    SimFile file = get(from);
    put(to, file);
    put(from, null);
  }

  void delete(String name) {
    put(name, null);
  }

  private void put(String name, SimFile file) {
    unsynced.add(new Renaming(name, file == null ? files.remove(name) : files.put(name, file)));
  }

  /** Makes all names durable. */
  void syncNames() throws IOException {
    handOver();
    unsynced.clear();
  }

  /** {@return whether a power cut leaves the name with the file that it has now} */
  boolean isDurable(String name) {
    return unsynced.stream().noneMatch(renaming -> renaming.name.equals(name));
  }

  /** {@return which process has the disk open now; channels of earlier ones are void} */
  int process() {
    return processes;
  }

  /** The process dies: its locks are gone, what it wrote stays. */
  void killProcess() {
    processes++;
    files.values().forEach(file -> file.locked = false);
  }

  /** The machine dies. */
  void cutPower(RandomGenerator random) {
    killProcess();
    // A rename is two entries, and atomic: both survive or neither does.
    int survive = unsynced.isEmpty() ? 0 : random.nextInt(unsynced.size() + 1);
    for (int i = unsynced.size() - 1; i >= survive; i--) {
      Renaming renaming = unsynced.get(i);
      if (renaming.before == null) {
        files.remove(renaming.name);
      } else {
        files.put(renaming.name, renaming.before);
      }
    }
    unsynced.clear();
    files.values().forEach(file -> file.cutPower(random));
  }
}
