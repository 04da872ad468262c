package dev.tapewire.launcher.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds at one moment, as the kernel counts it. Immutable.
 *
 * @param anonymousMib memory that no file stands behind: heap, code, stacks
 * @param residentMib all memory, with the pages of mapped tape files that happen to be there
 * @param deletedFiles tape files that are gone and whose space the process still holds
 */
record Vitals(
    int descriptors, int threads, double anonymousMib, double residentMib, int deletedFiles) {
  private static final double KIB_PER_MIB = 1024;

  /** Looks at the process now. */
  static Vitals of(long pid) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    String status = Files.readString(proc.resolve("status"));
    int descriptors;
    try (Stream<Path> all = Files.list(proc.resolve("fd"))) {
      descriptors = (int) all.count();
    }
    long deleted =
        Files.readAllLines(proc.resolve("maps")).stream()
            .filter(line -> line.endsWith(".cq4 (deleted)"))
            .map(line -> line.substring(line.indexOf('/')))
            .distinct()
            .count();
    return new Vitals(
        descriptors,
        (int) figure(status, "Threads"),
        figure(status, "RssAnon") / KIB_PER_MIB,
        figure(status, "VmRSS") / KIB_PER_MIB,
        (int) deleted);
  }

  /** {@return the most of each figure in {@code all}} */
  static Vitals most(List<Vitals> all) {
    return all.stream()
        .reduce(
            new Vitals(0, 0, 0, 0, 0),
            (a, b) ->
                new Vitals(
                    Math.max(a.descriptors, b.descriptors),
                    Math.max(a.threads, b.threads),
                    Math.max(a.anonymousMib, b.anonymousMib),
                    Math.max(a.residentMib, b.residentMib),
                    Math.max(a.deletedFiles, b.deletedFiles)));
  }

  private static long figure(String status, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ":\\s+(\\d+)").matcher(status);
    return line.find() ? Long.parseLong(line.group(1)) : 0;
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%d descriptors, %d threads, %.0f MiB anonymous, %.0f MiB resident, %d deleted files held",
        descriptors,
        threads,
        anonymousMib,
        residentMib,
        deletedFiles);
  }
}
