package dev.tapewire.launcher.services;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tapewire.sender.service.Proof;
import dev.tapewire.sender.service.Service;
import dev.tapewire.sender.service.Sheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What people and programs are told of services. Safe for use by any thread. */
final class ServiceFacts {
  private ServiceFacts() {}

  static List<String> table(List<Service> services) {
    List<String> lines = new ArrayList<>();
    lines.add(
        row("service", "audio", "pace", "session", "proof", "guarantee", "key", "checked against"));
    for (Service service : services) {
      Sheet sheet = service.sheet();
      lines.add(
          row(
              sheet.name(),
              audio(sheet),
              pace(sheet),
              session(sheet),
              sheet.proof().label(),
              guarantee(sheet),
              sheet.keyVariables().isEmpty() ? "-" : sheet.keyVariables().get(0),
              sheet.checked().label()));
    }
    lines.add("");
    lines.add("proof: what a service tells of the audio it got. No vendor's own server was tried.");
    lines.add("`tapewire services SERVICE` tells more, its settings too.");
    return lines;
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%-16s %-14s %-8s %-11s %-10s %-14s %-21s %s", cells)
        .stripTrailing();
  }

  static List<String> lines(Sheet sheet) {
    List<String> lines = new ArrayList<>();
    lines.add(sheet.name() + ": " + sheet.vendor());
    lines.add("  address    " + (sheet.endpoint().isEmpty() ? "none, give it" : sheet.endpoint()));
    lines.add("  key        " + key(sheet));
    lines.add("  audio      " + audio(sheet) + ", one channel");
    lines.add("  messages   " + messages(sheet));
    lines.add("  pace       " + pace(sheet));
    lines.add("  session    " + session(sheet));
    lines.add("  proof      " + sheet.proof().label() + ": " + meaning(sheet.proof()));
    lines.add("  guarantee  " + guarantee(sheet));
    lines.add("  checked    against " + sheet.checked().against());
    if (!sheet.note().isEmpty()) {
      lines.add("  note       " + sheet.note());
    }
    lines.add("  settings   --set KEY=VALUE");
    sheet.settings().forEach((key, value) -> lines.add("    " + key + "=" + value));
    return lines;
  }

  static JsonArray json(List<Service> services) {
    JsonArray all = new JsonArray();
    for (Service service : services) {
      Sheet sheet = service.sheet();
      JsonObject one = new JsonObject();
      one.addProperty("service", sheet.name());
      one.addProperty("vendor", sheet.vendor());
      one.addProperty("address", sheet.endpoint());
      JsonArray variables = new JsonArray();
      sheet.keyVariables().forEach(variables::add);
      one.add("key_variables", variables);
      one.addProperty("rate", sheet.format().sampleRateHz());
      one.addProperty("encoding", sheet.format().encoding().label());
      one.addProperty("message_ms_least", sheet.pieceMsLeast());
      one.addProperty("message_ms_most", sheet.pieceMsMost());
      one.addProperty("proof", sheet.proof().label());
      one.addProperty("guarantee", guarantee(sheet));
      one.addProperty("checked", sheet.checked().label());
      one.addProperty("note", sheet.note());
      JsonObject settings = new JsonObject();
      sheet.settings().forEach(settings::addProperty);
      one.add("settings", settings);
      all.add(one);
    }
    return all;
  }

  private static String key(Sheet sheet) {
    if (sheet.keyVariables().isEmpty()) {
      return "none needed; --key-env or --key-file if the server wants one";
    }
    return String.join(" or ", sheet.keyVariables()) + ", or --key-env, --key-file";
  }

  private static String audio(Sheet sheet) {
    return sheet.format().sampleRateHz() + " Hz " + sheet.format().encoding();
  }

  private static String messages(Sheet sheet) {
    String most = sheet.unansweredMax() > 0 ? ", " + sheet.unansweredMax() + " unanswered" : "";
    return String.format(
        Locale.ROOT,
        "%s ms of audio each (%d to %d)%s",
        sheet.settings().get(Sheet.PIECE),
        sheet.pieceMsLeast(),
        sheet.pieceMsMost(),
        most);
  }

  private static String pace(Sheet sheet) {
    String pace = sheet.settings().get(Sheet.PACE);
    return pace.equals("0") ? "any" : "<= " + pace + "x";
  }

  private static String session(Sheet sheet) {
    long seconds = Long.parseLong(sheet.settings().get(Sheet.SESSION_MAX));
    return seconds == 0 ? "endless" : "<= " + (seconds + 59) / 60 + " min";
  }

  private static String meaning(Proof proof) {
    return switch (proof) {
      case RECEIPT -> "it acknowledges audio, and its answers tell how far it is";
      case PROCESSED -> "its answers tell how far it is";
      case NONE -> "a pong shows that audio passed its WebSocket parser";
    };
  }

  private static String guarantee(Sheet sheet) {
    return sheet.proof() == Proof.NONE ? "evidence-only" : "at-least-once";
  }
}
