package dev.tapewire.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same figures of several runs, by name, and their medians. Confined to one thread. */
public final class Medians {
  private final Map<String, List<Double>> figures = new LinkedHashMap<>();

  /** Adds a run's figure. */
  public void add(String name, double value) {
    figures.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
  }

  /** {@return the median; not a number if there is none} */
  public double median(String name) {
    List<Double> sorted = sorted(name);
    int count = sorted.size();
    if (count == 0) {
      return Double.NaN;
    }
    return (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
  }

  /** {@return the greatest; not a number if there is none} */
  public double max(String name) {
    List<Double> sorted = sorted(name);
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() - 1);
  }

  /** {@return the names in the order of their first figures} */
  public List<String> names() {
    return List.copyOf(figures.keySet());
  }

  /** {@return how many figures there are} */
  public int count(String name) {
    return sorted(name).size();
  }

  /** {@return the sum of all} */
  public double sum(String name) {
    return sorted(name).stream().mapToDouble(each -> each).sum();
  }

  private List<Double> sorted(String name) {
    return figures.getOrDefault(name, List.of()).stream().sorted().toList();
  }
}
