package dev.tapewire.launcher.run;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.session.Destination;
import dev.tapewire.launcher.sessions.Durations;
import dev.tapewire.launcher.sessions.LiveDelivery;
import dev.tapewire.launcher.supervise.Supervisor.Phase;
import java.util.Locale;

/** How a run stands, in one line. Confined to one thread. */
final class LiveLine {
  private static final int METER_CHARS = 10;
  private static final double METER_FLOOR_DB = -60;
  private static final double PPM = 1e6;
  private static final double NS_PER_SECOND = 1e9;
  private static final int COLUMNS_MAX = 79; // What the narrowest usual terminal shows unwrapped.

  private final LiveFigures figures;

  LiveLine(LiveFigures figures) {
    this.figures = figures;
  }

  /** {@return the line, cut to a terminal's width; empty while nothing is recorded} */
  String terminal(Phase phase) {
    PcmFormat format = figures.format();
    if (format == null) {
      return "";
    }
    String recording = paused() ? "[paused] " : "[REC] ";
    String sign = phase == Phase.RECORDING ? recording : "[stopped] ";
    String line = sign + captured(format) + " " + meter() + deliveries(format);
    return line.length() <= COLUMNS_MAX ? line : line.substring(0, COLUMNS_MAX);
  }

  /** {@return the line for a log} */
  String plain(Phase phase) {
    PcmFormat format = figures.format();
    if (format == null) {
      return "";
    }
    String recording = paused() ? "paused, " : "recording, ";
    String verb = phase == Phase.RECORDING ? recording : "delivering, ";
    return "run | " + verb + captured(format) + " captured" + deliveries(format);
  }

  private boolean paused() {
    return figures.capture(CaptureCounter.PAUSED) == 1;
  }

  private String captured(PcmFormat format) {
    return Durations.clockSeconds(format.toNs(figures.capture(CaptureCounter.SAMPLES)));
  }

  private String meter() {
    double peak = figures.capture(CaptureCounter.PEAK_PPM) / PPM;
    double db = peak <= 0 ? METER_FLOOR_DB : Math.max(METER_FLOOR_DB, 20 * Math.log10(peak));
    int filled = (int) Math.round(METER_CHARS * (1 - db / METER_FLOOR_DB));
    return String.format(
        Locale.ROOT, "|%s%s| %3.0f dB", "#".repeat(filled), ".".repeat(METER_CHARS - filled), db);
  }

  private String deliveries(PcmFormat format) {
    StringBuilder text = new StringBuilder();
    boolean one = figures.destinations().size() == 1;
    for (Destination to : figures.destinations()) {
      LiveDelivery.Figures now = figures.delivery(to);
      text.append(one ? ", " : " | " + to.name() + " ")
          .append(Durations.clockSeconds(format.toNs(now.confirmedSamples())))
          .append(" confirmed, lag ")
          .append(seconds(now.lagNs()))
          .append(", ")
          .append(now.link());
    }
    return text.toString();
  }

  private static String seconds(long ns) {
    return String.format(Locale.ROOT, "%.1f s", ns / NS_PER_SECOND);
  }
}
