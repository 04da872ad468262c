package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a live recording of 44.1 kHz mono costs. */
class CostIT {
  private static final double TICKS_PER_SECOND = 100;
  private static final double CPU_PERCENT_MAX = 5;
  private static final double RSS_MIB_MAX = 100;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration MEASURED = Duration.ofSeconds(30);
  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  @TempDir Path directory;

  @Test
  void captureAndSenderCostLittle() throws Exception {
    Host.assumeFull("cost");
    Host.assumePython("websockets");
    try (Studio studio = new Studio(directory)) {
      AppendServer server = studio.appendServer(directory.resolve("heard.raw"), 0);
      Program run =
          studio.tapewire("run", "--source", "tone", "--session", "cost", "--to", server.uri());
      studio.awaitRecording("cost", run);
      Patience.await("audio", Host.START_BOUND, () -> server.bytes() > 0);
      Patience.pass(WARM_UP);

      long capture = studio.awaitPid("capture", 0, Host.START_BOUND);
      long sender = studio.awaitPid("sender", 0, Host.START_BOUND);
      double captureBefore = cpuSeconds(capture);
      double senderBefore = cpuSeconds(sender);
      long startedNs = System.nanoTime();
      Patience.pass(MEASURED);
      double seconds = (System.nanoTime() - startedNs) / 1e9;

      check("capture", (cpuSeconds(capture) - captureBefore) / seconds * 100, rssMib(capture));
      check("sender", (cpuSeconds(sender) - senderBefore) / seconds * 100, rssMib(sender));
    }
  }

  private void check(String process, double cpuPercent, double rssMib) {
    Host.figure(this, "%s: %.2f %% of one core, %.0f MiB", process, cpuPercent, rssMib);
    assertTrue(cpuPercent < CPU_PERCENT_MAX, process + " CPU " + cpuPercent);
    assertTrue(rssMib < RSS_MIB_MAX, process + " RSS " + rssMib);
  }

  private static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // After the name, which may hold anything: state is field 3, user and system time 14 and 15.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  private static double rssMib(long pid) throws IOException {
    Matcher rss = RSS.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
    return rss.find() ? Long.parseLong(rss.group(1)) / 1024.0 : 0;
  }
}
