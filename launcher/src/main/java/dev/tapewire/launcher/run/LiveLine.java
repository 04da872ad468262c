package dev.tapewire.launcher.run;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Printable;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.InputState;
import dev.tapewire.launcher.sessions.Durations;
import dev.tapewire.launcher.supervise.Supervisor.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How a run stands, in one line. Confined to one thread. */
final class LiveLine {
  private static final int METER_CHARS = 10;
  private static final double METER_FLOOR_DB = -60;
  private static final double PPM = 1e6;
  private static final double NS_PER_SECOND = 1e9;

  /** Less of a name tells nothing. */
  private static final int NAME_COLUMNS_MIN = 8;

  private final LiveFigures figures;

  LiveLine(LiveFigures figures) {
    this.figures = figures;
  }

  /** How one destination has it, and what it is called. */
  private record Row(String name, String confirmed, long lagNs, String link) {
    String lag() {
      return String.format(Locale.ROOT, "lag %.1f s", lagNs / NS_PER_SECOND);
    }
  }

  /**
   * {@return the line for a terminal that shows {@code columns}: as much as fits of what matters,
   * and no figure cut; empty while nothing is recorded}
   */
  String terminal(Phase phase, int columns) {
    PcmFormat format = figures.format();
    if (format == null) {
      return "";
    }
    int fit = columns - 1; // A full line would begin the next one.
    String sign = sign(phase) + " " + captured(format);
    List<Row> rows = rows(format);
    String line = sign;
    for (String each : forms(sign, meter(), level(), rows, fit)) {
      line = each;
      if (Width.of(line) <= fit) {
        break;
      }
    }
    return Width.head(line, Math.max(0, fit));
  }

  /** From the longest to the shortest. */
  private static List<String> forms(
      String sign, String meter, String level, List<Row> rows, int fit) {
    List<String> forms = new ArrayList<>();
    for (String head : List.of(sign + " " + meter + " " + level, sign + " " + level)) {
      forms.add(head + rows(rows, fit - Width.of(head), true));
      forms.add(head + rows(rows, fit - Width.of(head), false));
    }
    forms.add(sign + rows(rows, fit - Width.of(sign), false));
    Row worst = rows.stream().max(Comparator.comparingLong(Row::lagNs)).orElse(null);
    if (worst != null) {
      String all = rows.size() == 1 ? "" : " " + rows.size() + " to:";
      forms.add(sign + all + " " + worst.lag() + " " + worst.link());
      forms.add(sign + " " + worst.lag());
    }
    forms.add(sign);
    return forms;
  }

  private static String rows(List<Row> rows, int fit, boolean confirmed) {
    if (rows.size() == 1) {
      Row one = rows.get(0);
      return (confirmed ? ", " + one.confirmed : "") + ", " + one.lag() + ", " + one.link;
    }
    String shortest = rows(rows, confirmed, 0);
    int each = rows.isEmpty() ? 0 : (fit - Width.of(shortest)) / rows.size();
    return rows(rows, confirmed, Math.max(each, NAME_COLUMNS_MIN));
  }

  private static String rows(List<Row> rows, boolean confirmed, int nameColumns) {
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      String name = nameColumns == 0 ? "" : Width.shortened(row.name, nameColumns);
      text.append(" | ").append(name).append(' ');
      text.append(confirmed ? row.confirmed + ", " : "").append(row.lag());
      text.append(confirmed ? ", " : " ").append(row.link);
    }
    return text.toString();
  }

  /** {@return the line for a log} */
  String plain(Phase phase) {
    PcmFormat format = figures.format();
    if (format == null) {
      return "";
    }
    String verb = phase == Phase.RECORDING ? recording() + ", " : "delivering, ";
    List<Row> rows = rows(format);
    StringBuilder text = new StringBuilder(verb + captured(format) + " captured");
    for (Row row : rows) {
      text.append(rows.size() == 1 ? ", " : " | " + row.name + " ");
      text.append(row.confirmed).append(", ").append(row.lag()).append(", ").append(row.link);
    }
    return text.toString();
  }

  /** {@return what a reader of a log wants to be told of at once when it changes} */
  String gist(Phase phase) {
    StringBuilder gist = new StringBuilder(phase + " " + recording());
    if (figures.format() != null) {
      rows(figures.format()).forEach(row -> gist.append(' ').append(row.link));
    }
    return gist.toString();
  }

  private String recording() {
    InputState input = figures.input();
    if (input == InputState.PAUSED) {
      return "paused";
    }
    boolean well = input == null || input == InputState.SIGNAL;
    return well ? "recording" : "recording, input " + input.label();
  }

  private String sign(Phase phase) {
    if (phase != Phase.RECORDING) {
      return "[stopped]";
    }
    InputState input = figures.input();
    if (input == null || input == InputState.SIGNAL) {
      return "[REC]";
    }
    return switch (input) {
      case SILENT -> "[REC silent]";
      case DEAD -> "[input dead]";
      default -> "[paused]";
    };
  }

  private String captured(PcmFormat format) {
    return Durations.clockSeconds(format.toNs(figures.capture(CaptureCounter.SAMPLES)));
  }

  /** Of an input that gives nothing the last peak says nothing. */
  private double db() {
    boolean stale = figures.input() == InputState.DEAD;
    double peak = stale ? 0 : figures.capture(CaptureCounter.PEAK_PPM) / PPM;
    return peak <= 0 ? METER_FLOOR_DB : Math.max(METER_FLOOR_DB, 20 * Math.log10(peak));
  }

  private String meter() {
    int filled = (int) Math.round(METER_CHARS * (1 - db() / METER_FLOOR_DB));
    int shown = Math.max(0, Math.min(METER_CHARS, filled));
    return "|" + "#".repeat(shown) + ".".repeat(METER_CHARS - shown) + "|";
  }

  /** Whole dB; a long has no {@code -0}. */
  private String level() {
    return String.format(Locale.ROOT, "%3d dB", Math.round(db()));
  }

  private List<Row> rows(PcmFormat format) {
    return figures.destinations().stream()
        .map(
            to -> {
              var now = figures.delivery(to);
              String confirmed = Durations.clockSeconds(format.toNs(now.confirmedSamples()));
              String name = Printable.line(to.name());
              return new Row(name, confirmed + " confirmed", now.lagNs(), now.link());
            })
        .toList();
  }
}
