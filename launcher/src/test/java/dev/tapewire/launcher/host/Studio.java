package dev.tapewire.launcher.host;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A tapes directory, a directory of what was received, and the programs that a test runs on them;
 * whatever still runs at the end is killed, and nothing may have a key in it then. Confined to the
 * test's thread.
 */
final class Studio implements Closeable {
  private final Path directory;
  private final Path tapes;
  private final Deque<Closeable> open = new ArrayDeque<>();
  private Launch surroundings = Launch.of();
  private int calls;

  /** Works in {@code directory}. */
  Studio(Path directory) {
    this(directory, directory.resolve("tapes"));
  }

  /** Works in {@code directory}, with the tapes elsewhere. */
  Studio(Path directory, Path tapes) {
    this.directory = directory;
    this.tapes = tapes;
  }

  Path directory() {
    return directory;
  }

  Path tapes() {
    return tapes;
  }

  /** {@return where the receiver writes} */
  Path received() {
    return directory.resolve("received");
  }

  /** Closes {@code thing} when the studio closes, the last one first. {@return it} */
  <T extends Closeable> T keep(T thing) {
    open.push(thing);
    return thing;
  }

  /** Every program from now on runs under this prefix, with this environment. */
  void runUnder(Launch prefix) {
    surroundings = prefix;
  }

  /** Starts any program. */
  Program start(String name, Launch launch) throws IOException {
    return keep(inside(launch).start(directory, name));
  }

  /** Starts a command of Tapewire on these tapes. */
  Program tapewire(String command, String... arguments) throws IOException {
    return start(command + ++calls, command(command, arguments));
  }

  /** {@return a command of Tapewire on these tapes, not started} */
  Launch command(String command, String... arguments) {
    Launch launch = Launch.tapewire(command);
    boolean hasTapes = !command.equals("devices");
    return (hasTapes ? launch.and("--tapes", tapes.toString()) : launch).and(arguments);
  }

  /** Starts a server that appends what arrives to {@code file}; port 0 picks one */
  AppendServer appendServer(Path file, int port) throws Exception {
    return new AppendServer(this, file, port);
  }

  /** {@return the samples on the tape, lost ones as silence} */
  Samples export(String session) throws IOException {
    Path file = directory.resolve(session + ".export" + ++calls + ".wav");
    run("export", session, file.toString());
    return Samples.ofWav(file);
  }

  /** {@return the session as {@code sessions} lists it} */
  JsonObject session(String session) throws IOException {
    for (JsonElement each : JsonParser.parseString(run("sessions", "--json")).getAsJsonArray()) {
      if (each.getAsJsonObject().get("id").getAsString().equals(session)) {
        return each.getAsJsonObject();
      }
    }
    throw new AssertionError("no session " + session + " in " + tapes);
  }

  /** {@return what {@code verify} says of the session} */
  JsonObject verify(String session) throws IOException {
    return JsonParser.parseString(run("verify", session, "--json")).getAsJsonObject();
  }

  /** Waits for the first frames on the tape of {@code session}. */
  void awaitRecording(String session, Program by) throws Exception {
    Path counters = tapes.resolve(session).resolve("capture.counters");
    Patience.await(
        "first frames of " + session + " from " + by,
        Host.START_BOUND,
        () -> {
          if (!by.alive()) {
            throw new AssertionError("ended: " + by);
          }
          return LiveFigures.frames(counters) > 0;
        });
  }

  /** {@return samples on the timeline of a session being recorded} */
  long samples(String session) throws IOException {
    return LiveFigures.samples(tapes.resolve(session).resolve("capture.counters"));
  }

  /** {@return the processes of this name that run on these tapes} */
  List<Long> pids(String name) throws IOException {
    List<Long> pids = new ArrayList<>();
    Path registry = tapes.resolve(".tapewire");
    if (!Files.isDirectory(registry)) {
      return pids;
    }
    try (var files = Files.newDirectoryStream(registry, "*.json")) {
      for (Path file : files) {
        JsonObject process = read(file);
        if (process != null && process.get("name").getAsString().equals(name)) {
          long pid = process.get("pid").getAsLong();
          if (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
            pids.add(pid);
          }
        }
      }
    }
    return pids;
  }

  /** Waits until one process of this name runs that is not {@code former}. {@return its pid} */
  long awaitPid(String name, long former, Duration bound) throws Exception {
    long[] pid = new long[1];
    Patience.await(
        "a " + name + " process",
        bound,
        () -> {
          List<Long> pids = pids(name);
          pids.remove(former);
          pid[0] = pids.isEmpty() ? 0 : pids.get(0);
          return pid[0] != 0;
        });
    return pid[0];
  }

  /** Kills the process of this name, as {@code kill -9} does. {@return its pid} */
  long kill(String name) throws Exception {
    long pid = awaitPid(name, 0, Host.START_BOUND);
    Host.signal(pid, "KILL");
    return pid;
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    KeyWatch.assertNoKeys(
        tapes.startsWith(directory) ? List.of(directory) : List.of(directory, tapes));
  }

  /** {@return what a command that ends well prints} */
  String run(String command, String... arguments) throws IOException {
    return inside(command(command, arguments)).run(directory, command + ++calls);
  }

  private Launch inside(Launch launch) {
    return launch.under(surroundings.command()).with(surroundings.environment());
  }

  private static JsonObject read(Path file) throws IOException {
    try {
      String text = Files.readString(file);
      return text.isEmpty() ? null : JsonParser.parseString(text).getAsJsonObject();
    } catch (NoSuchFileException e) {
      return null; // It ended while we looked.
    }
  }
}
