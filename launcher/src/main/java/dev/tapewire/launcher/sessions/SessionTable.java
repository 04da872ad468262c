package dev.tapewire.launcher.sessions;

import dev.tapewire.common.audio.PcmFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sessions as a table for people: one line each, then one for each destination. */
public final class SessionTable {
  private static final long MS_PER_SECOND = 1000;

  private SessionTable() {}

  /** {@return its lines} */
  public static List<String> lines(List<SessionView> views) {
    int width = views.stream().mapToInt(v -> v.summary().id().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (SessionView view : views) {
      var s = view.summary();
      lines.add(
          String.format(
              Locale.ROOT,
              "%-" + Math.max(1, width) + "s  %-11s  %s  %-18s  %s",
              s.id(),
              view.paused() ? "paused" : view.state().label(),
              Durations.clock(s.format().toNs(s.samples())),
              s.format().sampleRateHz() + "/" + s.format().channels() + "/" + s.format().encoding(),
              Losses.of(s).text(s) + dropped(view.droppedSamples(), s.format())));
      if (view.input() != null && !view.input().text().isEmpty()) {
        lines.add("    " + view.input().text());
      }
      if (view.space() != null && !view.space().text().isEmpty()) {
        lines.add("    " + view.space().text());
      }
      view.deliveries().forEach(d -> lines.add("    to " + delivery(d, s.format())));
    }
    return lines;
  }

  private static String dropped(long samples, PcmFormat format) {
    return samples == 0
        ? ""
        : ", the first " + Durations.clock(format.toNs(samples)) + " dropped as delivered";
  }

  private static String delivery(SessionView.DeliveryView d, PcmFormat format) {
    String confirmed = Durations.clock(format.toNs(d.confirmedSamples())) + " confirmed";
    if (d.complete()) {
      return d.to() + ": done, " + confirmed + ", " + d.guarantee().label();
    }
    if (d.abandoned()) {
      return d.to() + ": abandoned, " + confirmed;
    }
    String lag =
        d.lagMs() == 0
            ? ""
            : String.format(Locale.ROOT, ", lag %.1f s", (double) d.lagMs() / MS_PER_SECOND);
    String sent = Durations.clock(format.toNs(d.sentSamples())) + " sent, ";
    String link = d.hangs() ? "its sender hangs" : d.linkState().label();
    String now = d.to() + ": " + link + ", " + sent + confirmed;
    return now + lag + ", " + d.guarantee().label();
  }
}
