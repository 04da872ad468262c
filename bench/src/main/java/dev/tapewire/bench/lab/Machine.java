package dev.tapewire.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** The machine that was measured on. Safe for use by any thread. */
public final class Machine {
  private static final double KIB_PER_GIB = 1 << 20;

  private Machine() {}

  /** {@return one line: date, cores, model, memory, kernel, JDK, load} */
  public static String describe() throws IOException {
    return String.format(
        Locale.ROOT,
        "%s; %d cores of %s, %.0f GiB; Linux %s; %s %s; load %s",
        LocalDate.now(ZoneOffset.UTC),
        Runtime.getRuntime().availableProcessors(),
        value("/proc/cpuinfo", "model name"),
        Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / KIB_PER_GIB,
        System.getProperty("os.version"),
        System.getProperty("java.vendor"),
        System.getProperty("java.version"),
        Files.readString(Path.of("/proc/loadavg")).replaceAll(" .*\\s", ""));
  }

  private static String value(String file, String key) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("?");
  }
}
