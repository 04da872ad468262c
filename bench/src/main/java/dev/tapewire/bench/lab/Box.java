package dev.tapewire.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A small machine: one core, and a memory cgroup of its own below ours. Programs in it must have
 * ended before it is closed. Confined to one thread.
 */
public final class Box implements AutoCloseable {
  private final Path group;
  private final boolean first;

  private Box(Path group, boolean first) {
    this.group = group;
    this.first = first;
  }

  /** Makes one; {@code null} if we may not. */
  public static Box open(long bytesMax) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      boolean first = parts[1].equals("memory");
      if (first || (parts[0].equals("0") && parts[1].isEmpty())) {
        Path root = Path.of(first ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup");
        Path group = root.resolve(parts[2].substring(1)).resolve("tapewire-bench");
        Box box = new Box(group, first);
        if (box.limit(bytesMax)) {
          return box;
        }
      }
    }
    return null;
  }

  private boolean limit(long bytesMax) {
    try {
      Files.createDirectories(group);
      String file = first ? "memory.limit_in_bytes" : "memory.max";
      Files.writeString(group.resolve(file), Long.toString(bytesMax));
      return true;
    } catch (IOException e) {
      System.err.println("bench: no box at " + group + ": " + e.getMessage());
      return false;
    }
  }

  /** {@return a command that runs another one in the box} */
  public List<String> around(List<String> command) {
    List<String> words = new ArrayList<>(List.of("sh", "-c"));
    words.add("echo $$ >" + group.resolve("cgroup.procs") + " && exec taskset -c 0 \"$@\"");
    words.add("sh");
    words.addAll(command);
    return words;
  }

  /** {@return the most that was charged to it, file cache included, MB} */
  public double mostMb() throws IOException {
    Path peak = group.resolve(first ? "memory.max_usage_in_bytes" : "memory.peak");
    return Files.exists(peak) ? Long.parseLong(Files.readString(peak).strip()) / 1e6 : Double.NaN;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(group);
  }
}
