package dev.tapewire.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel counts of processes and of the whole machine. Safe for use by any thread. */
public final class ProcStat {
  /** The kernel's tick, as it shows itself to programs: 10 ms on every Linux. */
  private static final double TICKS_PER_SECOND = 100;

  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern PSS = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");

  /** Of the fields after a process's name: user, system, and the same of children waited for. */
  private static final int USER_TIME = 11;

  private static final int IDLE = 4;
  private static final int IO_WAIT = 5;
  private static final int STEAL = 8;

  private ProcStat() {}

  /** {@return CPU seconds of a process, those of its ended children apart; 0 if it is gone} */
  public static double cpuSeconds(long pid) throws IOException {
    String[] fields = fields(pid);
    return fields == null ? 0 : seconds(fields, USER_TIME, 2);
  }

  /** {@return CPU seconds of a process and everything that it started} */
  public static double treeCpuSeconds(long pid) throws IOException {
    double sum = ownAndReaped(pid);
    for (ProcessHandle below :
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).toList()) {
      sum += ownAndReaped(below.pid());
    }
    return sum;
  }

  private static double ownAndReaped(long pid) throws IOException {
    String[] fields = fields(pid);
    return fields == null ? 0 : seconds(fields, USER_TIME, 4);
  }

  /** {@return CPU seconds of what a process started and has seen end} */
  public static double reapedCpuSeconds(long pid) throws IOException {
    return ownAndReaped(pid) - cpuSeconds(pid);
  }

  /** {@return resident MB (10^6 bytes) of a process; 0 if it is gone} */
  public static double rssMb(long pid) throws IOException {
    return mb(pid, "status", RSS);
  }

  /** {@return resident memory, where what n processes share counts an nth, MB; 0 if it is gone} */
  public static double pssMb(long pid) throws IOException {
    return mb(pid, "smaps_rollup", PSS);
  }

  private static double mb(long pid, String file, Pattern kib) throws IOException {
    String text = read(Path.of("/proc/" + pid + "/" + file));
    Matcher found = kib.matcher(text == null ? "" : text);
    return found.find() ? Long.parseLong(found.group(1)) * 1024 / 1e6 : 0;
  }

  /** {@return threads of a process; 0 if it is gone} */
  public static int threads(long pid) {
    return entries(Path.of("/proc/" + pid + "/task"));
  }

  /** {@return open files of a process; 0 if it is gone} */
  public static int descriptors(long pid) {
    return entries(Path.of("/proc/" + pid + "/fd"));
  }

  /** {@return open files that this process, and what it starts, may have} */
  public static String openFilesMax() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/limits")).stream()
        .filter(line -> line.startsWith("Max open files"))
        .map(line -> line.replaceAll("Max open files\\s+(\\S+).*", "$1"))
        .findFirst()
        .orElse("?");
  }

  private static int entries(Path directory) {
    String[] names = directory.toFile().list();
    return names == null ? 0 : names.length;
  }

  /** {@return seconds that all cores of the machine were busy, with what its host took from it} */
  public static double machineBusySeconds() throws IOException {
    String[] fields = Files.readAllLines(Path.of("/proc/stat")).get(0).split("\\s+", -1);
    double ticks = 0;
    for (int i = 1; i <= STEAL; i++) {
      ticks += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(fields[i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static double seconds(String[] fields, int from, int count) {
    double ticks = 0;
    for (int i = from; i < from + count; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** {@return the fields after the name, which may hold anything; null if it is gone} */
  private static String[] fields(long pid) throws IOException {
    String stat = read(Path.of("/proc/" + pid + "/stat"));
    return stat == null ? null : stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      if ("No such process".equals(e.getMessage())) {
        return null; // It ended while its file was open.
      }
      throw e;
    }
  }
}
