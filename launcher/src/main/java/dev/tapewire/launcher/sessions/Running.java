package dev.tapewire.launcher.sessions;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.process.ProcessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What runs now under a tapes directory. Immutable.
 *
 * @param supervisorPid 0 if there is none
 * @param processes each {@code {name, pid, state, restarts, to}}, and {@code insecure: true} where
 *     a sender takes whoever answers for its destination
 * @param sessions those that are recorded or delivered
 */
record Running(long supervisorPid, List<JsonObject> processes, List<SessionView> sessions) {
  private static final String SUPERVISOR = "supervisor";
  private static final String INSECURE = "insecure";

  /** {@return what runs under {@code tapes}} */
  static Running under(Path tapes, SessionCatalog catalog) {
    List<JsonObject> live = ProcessFile.live(tapes);
    List<JsonObject> processes = new ArrayList<>();
    Set<Long> told = new HashSet<>();
    long supervisorPid = 0;
    for (JsonObject process : live) {
      if (name(process).equals(SUPERVISOR)) {
        supervisorPid = supervisorPid == 0 ? pid(process) : supervisorPid;
        for (JsonElement child : children(process)) {
          processes.add(child.getAsJsonObject());
          told.add(pid(child.getAsJsonObject()));
        }
      }
    }
    for (JsonObject process : live) {
      if (!name(process).equals(SUPERVISOR) && !told.contains(pid(process))) {
        processes.add(alone(process));
      }
    }
    tellInsecure(live, processes);
    List<SessionView> sessions = catalog.list().stream().filter(Running::isLive).toList();
    return new Running(supervisorPid, processes, sessions);
  }

  /** A sender that verifies nothing says so itself; its supervisor does not know. */
  private static void tellInsecure(List<JsonObject> live, List<JsonObject> processes) {
    Set<Long> insecure = new HashSet<>();
    live.stream().filter(p -> p.has(INSECURE)).forEach(p -> insecure.add(pid(p)));
    processes.stream()
        .filter(p -> insecure.contains(pid(p)))
        .forEach(p -> p.addProperty(INSECURE, true));
  }

  /** {@return as the command line promises} */
  JsonObject json() {
    JsonObject o = new JsonObject();
    if (supervisorPid == 0) {
      o.add(SUPERVISOR, JsonNull.INSTANCE);
    } else {
      JsonObject supervisor = new JsonObject();
      supervisor.addProperty("pid", supervisorPid);
      o.add(SUPERVISOR, supervisor);
    }
    JsonArray array = new JsonArray();
    processes.forEach(array::add);
    o.add("processes", array);
    o.add("sessions", SessionJson.sessions(sessions));
    return o;
  }

  /** {@return for people} */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (processes.isEmpty() && supervisorPid == 0) {
      lines.add("nothing runs");
    }
    if (supervisorPid != 0) {
      lines.add(String.format("%-10s  pid %d", SUPERVISOR, supervisorPid));
    }
    for (JsonObject process : processes) {
      lines.add(
          String.format(
              "%-10s  %-14s  %-10s  restarts %d  %s",
              name(process),
              pid(process) == 0 ? "" : "pid " + pid(process),
              process.get("state").getAsString(),
              process.get("restarts").getAsInt(),
              process.get("to").getAsString() + (process.has(INSECURE) ? "  NOT VERIFIED" : "")));
    }
    lines.addAll(SessionTable.lines(sessions));
    return lines;
  }

  private static boolean isLive(SessionView view) {
    return view.state() == SessionView.State.RECORDING
        || view.deliveries().stream()
            .anyMatch(
                d ->
                    d.hangs()
                        || (d.linkState() != LinkState.OFF && d.linkState() != LinkState.DONE));
  }

  private static JsonObject alone(JsonObject process) {
    JsonObject o = new JsonObject();
    o.addProperty("name", name(process));
    o.addProperty("pid", pid(process));
    o.addProperty("state", "running");
    o.addProperty("restarts", 0);
    o.addProperty("to", process.has("to") ? process.get("to").getAsString() : "");
    return o;
  }

  private static JsonArray children(JsonObject supervisor) {
    return supervisor.has("children") ? supervisor.getAsJsonArray("children") : new JsonArray();
  }

  private static String name(JsonObject process) {
    return process.get("name").getAsString();
  }

  private static long pid(JsonObject process) {
    return process.get("pid").getAsLong();
  }
}
