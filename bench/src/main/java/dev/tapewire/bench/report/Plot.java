package dev.tapewire.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Curves over a number that grows by factors, as an SVG file; each curve has its own scale, named
 * by its greatest value. Confined to one thread.
 */
public final class Plot {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final int MARGIN = 40;
  private static final int LEGEND_LINE = 16;
  private static final int LABEL_CHARS_WIDTH = 10;
  private static final List<String> COLOURS =
      List.of("#0b6", "#c33", "#36c", "#c80", "#83a", "#333");

  private final List<Double> across = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<List<Double>> curves = new ArrayList<>();

  /** Makes one with these curves. */
  public Plot(String... curveNames) {
    for (String name : curveNames) {
      names.add(name);
      curves.add(new ArrayList<>());
    }
  }

  /** Adds a point to each curve. */
  public void add(double at, double... values) {
    across.add(at);
    for (int i = 0; i < values.length; i++) {
      curves.get(i).add(values[i]);
    }
  }

  /** Writes it, if there are two points or more. */
  public void write(Path file) throws IOException {
    if (across.size() < 2) {
      return;
    }
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
            WIDTH,
            HEIGHT));
    for (double at : across) {
      double labelX = x(at) - LABEL_CHARS_WIDTH;
      svg.append(text(labelX, HEIGHT - MARGIN / 2.0, "#333", Table.figure(at)));
    }
    for (int i = 0; i < curves.size(); i++) {
      curve(svg, i);
    }
    Files.writeString(file, svg.append("</svg>\n"));
  }

  private void curve(StringBuilder svg, int i) {
    List<Double> curve = curves.get(i);
    double most = curve.stream().mapToDouble(each -> each).max().orElse(1);
    StringBuilder points = new StringBuilder();
    for (int k = 0; k < curve.size(); k++) {
      double share = most == 0 ? 0 : curve.get(k) / most;
      double y = HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN);
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(across.get(k)), y));
    }
    String colour = COLOURS.get(i % COLOURS.size());
    svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"").append(colour);
    svg.append("\" points=\"").append(points).append("\"/>\n");
    String legend = names.get(i) + ", at most " + Table.figure(most);
    svg.append(text(MARGIN, MARGIN / 2.0 + i * LEGEND_LINE, colour, legend));
  }

  private double x(double at) {
    double first = Math.log(across.get(0));
    double last = Math.log(across.get(across.size() - 1));
    return MARGIN + (Math.log(at) - first) / (last - first) * (WIDTH - 2 * MARGIN);
  }

  private static String text(double x, double y, String colour, String words) {
    return String.format(
        Locale.ROOT, "<text x=\"%.0f\" y=\"%.0f\" fill=\"%s\">%s</text>%n", x, y, colour, words);
  }
}
