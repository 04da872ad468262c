package dev.tapewire.launcher.run;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.cli.ShellWord;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.Destination;
import dev.tapewire.launcher.sessions.Durations;
import dev.tapewire.launcher.sessions.SessionView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a run comes to, for people. Confined to the main thread. */
final class RunSummary {
  /** Of more, a person reads none. */
  private static final int SESSIONS_MAX = 10;

  /** What a receiver tells of a session; one of an earlier version tells of each gap. */
  private static final int STORED_BYTES_MAX = 64 << 20;

  private final RunPlan plan;
  private final List<SessionView> sessions;

  /**
   * Tells of a run.
   *
   * @param sessions that it recorded, in order
   */
  RunSummary(RunPlan plan, List<SessionView> sessions) {
    this.plan = plan;
    this.sessions = List.copyOf(sessions);
  }

  /** {@return its lines} */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    sessions.stream().limit(SESSIONS_MAX).forEach(each -> lines.addAll(lines(each)));
    if (sessions.size() > SESSIONS_MAX) {
      int more = sessions.size() - SESSIONS_MAX;
      lines.add("and        " + more + " sessions more, as 'tapewire sessions' lists them");
    }
    return lines;
  }

  private static List<String> lines(SessionView session) {
    PcmFormat format = session.summary().format();
    var s = session.summary();
    List<String> lines = new ArrayList<>();
    lines.add("session    " + s.id());
    lines.add("recorded   " + amount(s.samples(), format) + ", " + session.losses());
    if (s.sourceFailed()) {
      lines.add("ended      by a failure of the source; what it gave before that is recorded");
    }
    for (SessionView.DeliveryView delivery : session.deliveries()) {
      lines.add(heading(delivery) + confirmed(delivery, format));
      if (delivery.to().startsWith(Destination.OWN_SCHEME + ":")) {
        lines.addAll(stored(delivery, s.id()));
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
    List<String> remedies = new ArrayList<>();
    for (SessionView session : sessions) {
      session.deliveries().stream()
          .filter(SessionView.DeliveryView::owed)
          .forEach(delivery -> remedies.add(remedy(session.summary().id(), delivery.to())));
    }
    return remedies;
  }

  private String remedy(String session, String to) {
    String options =
        plan.targets().stream()
            .filter(target -> target.destination().name().equals(to))
            .map(
                target ->
                    target.options().stream()
                        .map(ShellWord::quoted)
                        .collect(Collectors.joining(" ")))
            .findFirst()
            .orElse("");
    return "tapewire send --session "
        + session
        + " --to "
        + ShellWord.quoted(Destination.addressOf(to))
        + (options.isEmpty() ? to.substring(Destination.addressOf(to).length()) : " " + options)
        + " --tapes "
        + ShellWord.quoted(plan.tapes().toString())
        + (plan.tapeKey() == null
            ? ""
            : " " + TapeKey.OPTION + " " + ShellWord.quoted(plan.tapeKey().file().toString()))
        + (to.contains(Destination.SECRET)
            ? " (with the secret for " + Destination.SECRET + ")"
            : "");
  }

  private static String confirmed(SessionView.DeliveryView delivery, PcmFormat format) {
    return amount(delivery.confirmedSamples(), format)
        + " confirmed ("
        + delivery.guarantee().label()
        + ") by "
        + delivery.to();
  }

  private static String amount(long samples, PcmFormat format) {
    return Durations.clock(format.toNs(samples)) + ", " + samples + " samples";
  }

  private static List<String> stored(SessionView.DeliveryView delivery, String session) {
    Path directory = Path.of(delivery.to().substring(Destination.OWN_SCHEME.length() + 1));
    List<String> lines = new ArrayList<>();
    try {
      Path json = directory.resolve(session + ".json");
      JsonObject o =
          JsonParser.parseString(OwnFiles.readText(json, STORED_BYTES_MAX)).getAsJsonObject();
      String state = o.get("complete").getAsBoolean() ? " confirmed" : " so far";
      lines.add("digest     " + o.get("digest").getAsString() + state);
    } catch (NoSuchFileException e) {
      lines.add("digest     not known: nothing has been received yet");
    } catch (IOException
        | JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NullPointerException e) {
      lines.add("digest     not known: can't read " + directory.resolve(session + ".json"));
    }
    Path audio = directory.resolve(session + ".wav");
    if (Files.exists(audio)) {
      lines.add("audio      " + audio);
    }
    return lines;
  }
}
