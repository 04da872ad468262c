package dev.tapewire.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows under a head, as Markdown. Confined to one thread. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** Makes one with these columns. */
  public Table(String... columns) {
    rows.add(List.of(columns));
  }

  /** Adds a row of words and figures; figures get three digits that mean something. */
  public void row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell instanceof Double figure ? figure(figure) : String.valueOf(cell));
    }
    rows.add(row);
  }

  /** {@return a figure with three digits that mean something; a dash for what is not known} */
  public static String figure(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        text.append("| --- |").append(" ---: |".repeat(rows.get(0).size() - 1)).append('\n');
      }
    }
    return text.toString();
  }
}
