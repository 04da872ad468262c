package dev.tapewire.launcher.run;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.session.Destination;
import dev.tapewire.launcher.sessions.Durations;
import dev.tapewire.launcher.sessions.SessionView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a run comes to, for people. Confined to the main thread. */
final class RunSummary {
  private final RunPlan plan;
  private final SessionView session;
  private final PcmFormat format;

  RunSummary(RunPlan plan, SessionView session) {
    this.plan = plan;
    this.session = session;
    this.format = session.summary().format();
  }

  /** {@return its lines} */
  List<String> lines() {
    var s = session.summary();
    List<String> lines = new ArrayList<>();
    String lost =
        s.lostSamples() == 0
            ? "nothing lost"
            : s.lostSamples() + " lost in " + Durations.gaps(s.gapCount());
    lines.add("session    " + s.id());
    lines.add("recorded   " + amount(s.samples()) + ", " + lost);
    for (SessionView.DeliveryView delivery : session.deliveries()) {
      lines.add(heading(delivery) + confirmed(delivery));
      if (delivery.to().startsWith(Destination.OWN_SCHEME + ":")) {
        lines.addAll(stored(delivery));
      }
    }
    return lines;
  }

  private static String heading(SessionView.DeliveryView delivery) {
    if (delivery.complete()) {
      return "delivered  ";
    }
    return delivery.abandoned() ? "abandoned  " : "confirmed  ";
  }

  /** {@return the commands that finish what is not delivered} */
  List<String> remedies() {
    return session.deliveries().stream()
        .filter(SessionView.DeliveryView::owed)
        .map(delivery -> remedy(delivery.to()))
        .toList();
  }

  private String remedy(String to) {
    String options =
        plan.targets().stream()
            .filter(target -> target.destination().name().equals(to))
            .map(target -> String.join(" ", target.options()))
            .findFirst()
            .orElse("");
    return "tapewire send --session "
        + plan.session()
        + " --to '"
        + to
        + "'"
        + (options.isEmpty() ? "" : " " + options)
        + " --tapes "
        + plan.tapes();
  }

  private String confirmed(SessionView.DeliveryView delivery) {
    return amount(delivery.confirmedSamples())
        + " confirmed ("
        + delivery.guarantee().label()
        + ") by "
        + delivery.to();
  }

  private String amount(long samples) {
    return Durations.clock(format.toNs(samples)) + ", " + samples + " samples";
  }

  private List<String> stored(SessionView.DeliveryView delivery) {
    Path directory = Path.of(delivery.to().substring(Destination.OWN_SCHEME.length() + 1));
    List<String> lines = new ArrayList<>();
    try {
      Path json = directory.resolve(plan.session() + ".json");
      JsonObject o = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
      String state = o.get("complete").getAsBoolean() ? " confirmed" : " so far";
      lines.add("digest     " + o.get("digest").getAsString() + state);
    } catch (IOException | JsonParseException | IllegalStateException | NullPointerException e) {
      lines.add("digest     not known: " + e);
    }
    lines.add("audio      " + directory.resolve(plan.session() + ".wav"));
    return lines;
  }
}
