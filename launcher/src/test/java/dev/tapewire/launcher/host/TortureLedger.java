package dev.tapewire.launcher.host;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What was done to the streams, and what it cost. Safe for use by any thread. */
final class TortureLedger {
  private static final double DOUBT = 0.05;
  private static final double PERCENT = 100;

  private final Map<Torment, int[]> struck = new EnumMap<>(Torment.class);
  private final Map<String, Verdict> verdicts = new TreeMap<>();
  private final Map<String, Integer> sessions = new TreeMap<>();

  /** Notes a strike. */
  synchronized void note(TortureStream.Hit hit) {
    int[] counts = struck.computeIfAbsent(hit.torment(), t -> new int[2]);
    counts[0]++;
    counts[1] += hit.windowOpen() ? 1 : 0;
  }

  /** Notes what became of a session. */
  synchronized void note(String protocol, Verdict verdict) {
    verdicts.merge(protocol, verdict, Verdict::plus);
    sessions.merge(protocol, 1, Integer::sum);
  }

  /** {@return faults in all} */
  synchronized int faults() {
    return struck.values().stream().mapToInt(counts -> counts[0]).sum();
  }

  /** {@return faults of that kind} */
  synchronized int faults(Torment torment) {
    return struck.getOrDefault(torment, new int[2])[0];
  }

  /** {@return the largest share of one kind} */
  synchronized double shareMax() {
    int most = struck.values().stream().mapToInt(counts -> counts[0]).max().orElse(0);
    return (double) most / Math.max(1, faults());
  }

  /** {@return what became of all samples} */
  synchronized Verdict all() {
    return verdicts.values().stream().reduce(Verdict.NOTHING, Verdict::plus);
  }

  /** {@return the ledger as Markdown, which reads as text, too} */
  synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("| fault | times | share | with samples on their way |");
    lines.add("| --- | ---: | ---: | ---: |");
    int open = 0;
    for (var each : struck.entrySet()) {
      int[] counts = each.getValue();
      open += counts[1];
      lines.add(row(each.getKey().title(), counts[0], counts[1]));
    }
    lines.add(row("all", faults(), open));
    lines.add("");
    lines.add(
        "| protocol | sessions | recorded | delivered | gaps told | lost | doubled | bound |");
    lines.add("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    verdicts.forEach(
        (protocol, v) ->
            lines.add(
                format(
                    "| `%s` | %d | %d | %d | %d | %d | %d | %d |",
                    protocol,
                    sessions.get(protocol),
                    v.recorded(),
                    v.delivered(),
                    v.gaps(),
                    v.lost() + v.strange(),
                    v.doubled(),
                    v.doubledMax())));
    lines.add("");
    lines.add(bound());
    return lines;
  }

  private String bound() {
    int faults = faults();
    if (faults == 0 || all().lost() > 0) {
      return "No bound on the rate of loss follows from this.";
    }
    return format(
        "No loss in %d faults: with 95 %% confidence fewer than %.2f %% of such faults lose audio.",
        faults, PERCENT * (1 - Math.pow(DOUBT, 1.0 / faults)));
  }

  private String row(String title, int times, int windowOpen) {
    return format(
        "| %s | %d | %.1f %% | %d |",
        title, times, PERCENT * times / Math.max(1, faults()), windowOpen);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
