package dev.tapewire.launcher.sessions;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.process.ProcessFile;
import dev.tapewire.common.process.ProcessState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What runs now under a tapes directory. Immutable.
 *
 * @param supervisorPid 0 if there is none
 * @param supervisor how the system has it
 * @param processes each {@code {name, pid, state, restarts, to}}, and {@code insecure: true} where
 *     a sender takes whoever answers for its destination
 * @param sessions those that are recorded or delivered
 */
record Running(
    long supervisorPid,
    ProcessState supervisor,
    List<JsonObject> processes,
    List<SessionView> sessions) {
  private static final String SUPERVISOR = "supervisor";
  private static final String INSECURE = "insecure";

  /**
   * {@return what runs under {@code tapes}}
   *
   * @param all sessions there
   */
  static Running under(Path tapes, List<SessionView> all) {
    List<JsonObject> live = ProcessFile.live(tapes);
    List<JsonObject> processes = new ArrayList<>();
    Set<Long> told = new HashSet<>();
    long supervisorPid = 0;
    for (JsonObject process : live) {
      if (name(process).equals(SUPERVISOR)) {
        supervisorPid = supervisorPid == 0 ? pid(process) : supervisorPid;
        for (JsonElement child : children(process)) {
          processes.add(child(child.getAsJsonObject()));
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
    processes.forEach(Running::tellStopped);
    List<SessionView> sessions = all.stream().filter(Running::isLive).toList();
    return new Running(supervisorPid, ProcessState.of(supervisorPid), processes, sessions);
  }

  /** A sender that verifies nothing says so itself; its supervisor does not know. */
  private static void tellInsecure(List<JsonObject> live, List<JsonObject> processes) {
    Set<Long> insecure = new HashSet<>();
    live.stream().filter(p -> p.has(INSECURE)).forEach(p -> insecure.add(pid(p)));
    processes.stream()
        .filter(p -> insecure.contains(pid(p)))
        .forEach(p -> p.addProperty(INSECURE, true));
  }

  /** Its supervisor, or its file, says that it runs; the system knows. */
  private static void tellStopped(JsonObject process) {
    ProcessState state = pid(process) == 0 ? null : ProcessState.of(pid(process));
    if (state == ProcessState.STOPPED) {
      process.addProperty("state", "stopped");
    } else if (state == ProcessState.GONE) {
      process.addProperty("state", "gone");
    }
  }

  /** {@return whether nothing is there that records or sends} */
  boolean isIdle() {
    return supervisorPid == 0 && processes.stream().allMatch(p -> name(p).equals("receiver"));
  }

  /** {@return as the command line promises} */
  JsonObject json() {
    JsonObject o = new JsonObject();
    if (supervisorPid == 0) {
      o.add(SUPERVISOR, JsonNull.INSTANCE);
    } else {
      JsonObject told = new JsonObject();
      told.addProperty("pid", supervisorPid);
      o.add(SUPERVISOR, told);
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
      String state = supervisor == ProcessState.STOPPED ? "  stopped" : "";
      lines.add(String.format(Locale.ROOT, "%-10s  pid %d%s", SUPERVISOR, supervisorPid, state));
    }
    for (JsonObject process : processes) {
      lines.add(
          String.format(
              Locale.ROOT,
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

  /** A supervisor of an older build says 0 where none runs. */
  private static JsonObject child(JsonObject told) {
    if (told.get("pid").isJsonNull() || pid(told) == 0) {
      told.add("pid", JsonNull.INSTANCE);
    }
    return told;
  }

  private static JsonArray children(JsonObject supervisor) {
    return supervisor.has("children") ? supervisor.getAsJsonArray("children") : new JsonArray();
  }

  private static String name(JsonObject process) {
    return process.get("name").getAsString();
  }

  private static long pid(JsonObject process) {
    return process.get("pid").isJsonNull() ? 0 : process.get("pid").getAsLong();
  }
}
